package io.vws.bench.side;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Options}.
 */
class OptionsTests {

	@Test
	void parseWhenNothingIsGivenThenEverythingRunsThreeTimes() {
		Options options = Options.parse();
		assertThat(options.contestants()).isEqualTo(Contestant.ALL);
		assertThat(options.workloads()).hasSize(11);
		assertThat(options.rounds()).isEqualTo(3);
	}

	@Test
	void parseWhenCommandIsGivenThenStartsThatInsteadOfOurs() {
		Options options = Options.parse("--systems", "stomp,vws", "--vws-command", "java -jar other.jar {port}");
		assertThat(options.contestants()).hasSize(2);
		assertThat(options.contestants().get(0).main()).isEmpty();
		assertThat(options.contestants().get(0).command()).containsExactly("java", "-jar", "other.jar", "{port}");
	}

	@ParameterizedTest
	@CsvSource({ "--systems,other", "--workloads,other", "--other,1", "--rounds,many" })
	void parseWhenUnknownThenRefuses(String option, String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(option, value));
	}

}
