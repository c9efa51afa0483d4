package io.vws.client;

import java.util.ArrayList;
import java.util.List;

import io.vws.log.RecordedLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Turns}.
 */
class TurnsTests {

	private final Turns turns = new Turns();

	private final List<String> done = new ArrayList<>();

	@Test
	void whatIsDoneAfterwardsIsDoneInOrderWithoutTheTurn() {
		this.turns.run(() -> {
			this.turns.afterwards(() -> {
				assertThatIllegalStateException().isThrownBy(() -> this.turns.afterwards(() -> {
				}));
				this.done.add("first");
			});
			this.turns.run(() -> this.turns.afterwards(() -> this.done.add("second")));
			this.turns.afterwards(() -> this.turns.run(() -> this.turns.afterwards(() -> this.done.add("third"))));
			this.turns.afterwards(() -> this.done.add("fourth"));
			this.done.add("turn");
		});
		assertThat(this.done).containsExactly("turn", "first", "second", "third", "fourth");
	}

	@Test
	void callReturnsTheResult() {
		assertThat(this.turns.<String>call(() -> "result")).isEqualTo("result");
		assertThat(this.turns.<String>call(() -> null)).isNull();
	}

	@Test
	void whatThrowsKeepsNothingElseFromBeingDone() {
		try (RecordedLog log = new RecordedLog()) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.turns.run(() -> {
				this.turns.afterwards(() -> {
					throw new IllegalStateException("TOKEN");
				});
				this.turns.afterwards(() -> this.done.add("second"));
				throw new IllegalArgumentException();
			}));
			assertThat(log.messages()).singleElement()
				.satisfies((line) -> assertThat(line).startsWith("A client failed").doesNotContain("TOKEN", "TRACE"));
		}
		assertThat(this.done).containsExactly("second");
		this.turns.run(() -> this.turns.afterwards(() -> this.done.add("third")));
		assertThat(this.done).containsExactly("second", "third");
	}

}
