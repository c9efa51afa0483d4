package io.vws.server;

import java.time.Duration;

import io.vws.server.InboundRate.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How much {@link InboundRate} lets through, and when a peer has been told often enough.
 */
class InboundRateTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final CoarseClock clock = new CoarseClock();

	private InboundRate rate(int messages, long bytes, int nacks, int burstSeconds) {
		return new InboundRate(
				new RateBuckets(new RateLimits(messages, bytes, nacks, Duration.ofSeconds(burstSeconds)), this.clock));
	}

	@Test
	void messageWhenBurstIsUsedUpThenExcess() {
		InboundRate rate = rate(5, 0, 0, 2);
		for (int i = 1; i <= 10; i++) {
			assertThat(rate.message(1000)).as("message " + i).isEqualTo(Verdict.FINE);
		}
		assertThat(rate.message(1000)).isEqualTo(Verdict.EXCESS);
	}

	@Test
	void messageWhenBytesOfTheBurstAreUsedUpThenExcess() {
		InboundRate rate = rate(0, 100, 0, 2);
		assertThat(rate.message(199)).isEqualTo(Verdict.FINE);
		assertThat(rate.message(2)).isEqualTo(Verdict.EXCESS);
		assertThat(rate.message(1)).isEqualTo(Verdict.FINE);
		assertThat(rate.message(1)).isEqualTo(Verdict.EXCESS);
	}

	@Test
	void messageWhenEmptyThenCountsAsMessageAndAsOneByte() {
		InboundRate messages = rate(1, 0, 0, 1);
		InboundRate bytes = rate(0, 1, 0, 1);
		assertThat(messages.message(0)).isEqualTo(Verdict.FINE);
		assertThat(bytes.message(0)).isEqualTo(Verdict.FINE);
		assertThat(messages.message(0)).isEqualTo(Verdict.EXCESS);
		assertThat(bytes.message(0)).isEqualTo(Verdict.EXCESS);
	}

	@Test
	void messageWhenTimePassesThenTheRateIsLetThrough() {
		InboundRate rate = rate(5, 0, 0, 2);
		useUp(rate, 10);
		this.clock.advance(SECOND / 5 - 1);
		assertThat(rate.message(1)).isEqualTo(Verdict.EXCESS);
		this.clock.advance(1);
		assertThat(rate.message(1)).isEqualTo(Verdict.FINE);
		assertThat(rate.message(1)).isEqualTo(Verdict.EXCESS);
		this.clock.advance(SECOND);
		useUp(rate, 5);
		assertThat(rate.message(1)).isEqualTo(Verdict.EXCESS);
	}

	/** A client at its rate is never refused, however long it goes on. */
	@Test
	void messageWhenAtTheRateThenNeverExcess() {
		InboundRate rate = rate(5, 50, 0, 2);
		useUp(rate, 5);
		for (int i = 0; i < 1000; i++) {
			this.clock.advance(SECOND / 5);
			assertThat(rate.message(10)).isEqualTo(Verdict.FINE);
		}
	}

	@Test
	void messageWhenExcessLastsThenLastingExcess() {
		InboundRate rate = rate(5, 0, 0, 2);
		useUp(rate, 10);
		assertThat(rate.message(1)).isEqualTo(Verdict.EXCESS);
		for (int i = 0; i < 99; i++) {
			this.clock.advance(SECOND / 10);
			assertThat(rate.message(1)).isNotEqualTo(Verdict.LASTING_EXCESS);
		}
		this.clock.advance(SECOND / 10 - 1);
		assertThat(rate.message(100)).isNotEqualTo(Verdict.LASTING_EXCESS);
		assertThat(rate.message(100)).isEqualTo(Verdict.EXCESS);
		this.clock.advance(1);
		rate.message(1);
		assertThat(rate.message(1)).isEqualTo(Verdict.LASTING_EXCESS);
	}

	/** Most of what such a client sends is taken; it is above its rate all the same. */
	@Test
	void messageWhenJustAboveTheRateForLongThenLastingExcess() {
		InboundRate rate = rate(100, 0, 0, 1);
		Verdict verdict = Verdict.FINE;
		for (int i = 0; i < 3000 && verdict != Verdict.LASTING_EXCESS; i++) {
			this.clock.advance(SECOND / 110);
			verdict = rate.message(1);
		}
		assertThat(verdict).isEqualTo(Verdict.LASTING_EXCESS);
	}

	@Test
	void messageWhenNothingWasRefusedForTwoSecondsThenItsExcessIsForgotten() {
		InboundRate rate = rate(5, 50, 0, 2);
		for (int i = 0; i < 20; i++) {
			useUp(rate, 10);
			assertThat(rate.message(10)).isEqualTo(Verdict.EXCESS);
			this.clock.advance(2 * SECOND);
		}
	}

	@Test
	void messageWhenSomethingIsRefusedEverySecondThenLastingExcess() {
		InboundRate rate = rate(5, 50, 0, 2);
		useUp(rate, 10);
		for (int i = 0; i < 10; i++) {
			assertThat(rate.message(10)).isEqualTo(Verdict.EXCESS);
			this.clock.advance(SECOND);
			useUp(rate, 5);
		}
		assertThat(rate.message(10)).isEqualTo(Verdict.LASTING_EXCESS);
	}

	@Test
	void nackWhenTooManyThenNotAllowedUntilTimePasses() {
		InboundRate rate = rate(0, 0, 10, 10);
		for (int i = 1; i <= 100; i++) {
			assertThat(rate.nack()).as("refusal " + i).isTrue();
		}
		assertThat(rate.nack()).isFalse();
		this.clock.advance(SECOND / 10);
		assertThat(rate.nack()).isTrue();
		assertThat(rate.nack()).isFalse();
	}

	@Test
	void nothingIsLimitedWhenLimitsAreZero() {
		InboundRate rate = rate(0, 0, 0, 1);
		for (int i = 0; i < 10_000; i++) {
			assertThat(rate.message(100_000)).isEqualTo(Verdict.FINE);
			assertThat(rate.nack()).isTrue();
		}
		RateBuckets none = new RateBuckets(RateLimits.none(), this.clock);
		assertThat(none.limitMessages()).isFalse();
		assertThat(none.limitNacks()).isFalse();
	}

	/** It may be thrown away then: a new one says the same. */
	@Test
	void isRestedWhenNothingCameForTheTimeOfTheBurst() {
		InboundRate rate = rate(5, 0, 10, 2);
		this.clock.advance(SECOND);
		rate.message(1);
		this.clock.advance(SECOND);
		rate.nack();
		this.clock.advance(2 * SECOND - 1);
		assertThat(rate.isRested()).isFalse();
		this.clock.advance(1);
		assertThat(rate.isRested()).isTrue();
		useUp(rate, 10);
		assertThat(rate.isRested()).isFalse();
		assertThat(rate.message(1)).isEqualTo(Verdict.EXCESS);
	}

	@Test
	void limitThatCannotBeKeptFailsAtOnce() {
		assertThat(rate(1_000_000_000, 1_000_000_000, 1_000_000_000, 3600).message(1)).isEqualTo(Verdict.FINE);
		assertThatIllegalArgumentException().isThrownBy(() -> rate(0, 1_000_000_001, 0, 1));
	}

	private static void useUp(InboundRate rate, int messages) {
		for (int i = 0; i < messages; i++) {
			assertThat(rate.message(10)).isEqualTo(Verdict.FINE);
		}
	}

}
