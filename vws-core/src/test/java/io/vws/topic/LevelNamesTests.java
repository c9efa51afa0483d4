package io.vws.topic;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LevelNames}.
 */
class LevelNamesTests {

	private final LevelNames names = new LevelNames();

	@Test
	void sharedWhenAskedAgainThenIsTheSameObject() {
		String first = new String("temp".toCharArray());
		assertThat(this.names.shared(first)).isSameAs(first);
		assertThat(this.names.shared(new String("temp".toCharArray()))).isSameAs(first);
	}

	/** Strangers choose the levels: a tree must not hold on to what is large. */
	@Test
	void sharedWhenLongThenIsNotRemembered() {
		this.names.shared("x".repeat(33));
		String other = "x".repeat(33);
		assertThat(this.names.shared(other)).isSameAs(other);
	}

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void sharedIsAlwaysEqual(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			String name = Integer.toString(random.nextInt(5_000));
			assertThat(this.names.shared(name)).as("seed %d", seed).isEqualTo(name);
		}
	}

}
