package io.vws.bench.load;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sequence}.
 */
class SequenceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			arrivals      | received | lost | late | repeated
			0 1 2 3 4     | 5        | 0    | 0    | 0
			0 1 2         | 3        | 2    | 0    | 0
			0 2 4         | 3        | 2    | 0    | 0
			1 0 2 3 4     | 5        | 0    | 1    | 0
			4 3 2 1 0     | 5        | 0    | 4    | 0
			0 1 1 2 3 4   | 5        | 0    | 0    | 1
			0 2 1 1 3 4   | 5        | 0    | 1    | 1
			4 4           | 1        | 4    | 0    | 1
			""")
	void counts(String arrivals, int received, int lost, int late, int repeated) {
		Sequence sequence = new Sequence();
		sequence.reset(0);
		Stream.of(arrivals.split(" ")).map(Integer::valueOf).forEach(sequence::arrived);
		assertThat(sequence.received()).isEqualTo(received);
		assertThat(sequence.lost(5)).isEqualTo(lost);
		assertThat(sequence.late()).isEqualTo(late);
		assertThat(sequence.repeated()).isEqualTo(repeated);
	}

}
