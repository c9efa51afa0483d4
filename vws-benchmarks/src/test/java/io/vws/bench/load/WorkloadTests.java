package io.vws.bench.load;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Workload}.
 */
class WorkloadTests {

	@ParameterizedTest
	@CsvSource({ "fanout-7,7,1,64,200", "fanout-7/window=1/size=2048,7,1,1,2048", "paced,100,1,64,200",
			"topics-1000x10,1000,10,64,200", "idle-5000,5000,1,64,200", "stalled,50,1,64,2048" })
	void parse(String text, int connections, int patterns, int window, int size) {
		Workload workload = Workload.parse(text);
		assertThat(workload.name()).isEqualTo(text);
		assertThat(workload.connections()).isEqualTo(connections);
		assertThat(workload.patterns()).isEqualTo(patterns);
		assertThat(workload.window()).isEqualTo(window);
		assertThat(workload.size()).isEqualTo(size);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "flood-1", "fanout-", "fanout-0", "fanout-1/speed=3", "fanout-1/size=2", "fanout-1/" })
	void parseWhenUnknownThenRefuses(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Workload.parse(text));
	}

}
