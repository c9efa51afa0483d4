package io.vws.server;

import java.time.Duration;

import io.vws.server.Heartbeat.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When {@link Heartbeat} pings and when it gives up.
 */
class HeartbeatTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private static final Duration PONG = Duration.ofSeconds(10);

	private final CoarseClock clock = new CoarseClock();

	private final Heartbeat heartbeat = heartbeat(INTERVAL);

	private Heartbeat heartbeat(Duration interval) {
		return new Heartbeat(new ServerSettings.Timeouts(interval, PONG, Duration.ofSeconds(10)), this.clock);
	}

	@Test
	void checkWhenIntervalIsOverThenPingsOnce() {
		this.clock.advance(INTERVAL.toNanos() - 1);
		assertThat(this.heartbeat.check()).isEqualTo(State.FINE);
		this.clock.advance(1);
		assertThat(this.heartbeat.check()).isEqualTo(State.PING);
		assertThat(this.heartbeat.check()).isEqualTo(State.FINE);
	}

	@Test
	void checkWhenNoPongComesThenLost() {
		ping();
		this.heartbeat.pinged();
		this.clock.advance(PONG.toNanos() - 1);
		assertThat(this.heartbeat.check()).isEqualTo(State.FINE);
		this.clock.advance(1);
		assertThat(this.heartbeat.check()).isEqualTo(State.LOST);
	}

	@Test
	void checkWhenPongComesInTimeThenPingsAgainAfterTheInterval() {
		for (int i = 0; i < 3; i++) {
			ping();
			this.heartbeat.pinged();
			this.clock.advance(PONG.toNanos() - 1);
			this.heartbeat.pong();
			this.clock.advance(1);
			assertThat(this.heartbeat.check()).isEqualTo(State.FINE);
			this.clock.advance(INTERVAL.minus(PONG).toNanos() - 1);
			assertThat(this.heartbeat.check()).isEqualTo(State.FINE);
			this.clock.advance(1);
			assertThat(this.heartbeat.check()).isEqualTo(State.PING);
			this.heartbeat.pinged();
			this.heartbeat.pong();
		}
	}

	/** The time for the pong runs from when the ping left, not from when it was due. */
	@Test
	void checkWhenPingLeavesLateThenWaitsForItsPongFromThen() {
		ping();
		this.clock.advance(PONG.toNanos() * 2);
		assertThat(this.heartbeat.check()).isEqualTo(State.FINE);
		this.heartbeat.pinged();
		this.clock.advance(PONG.toNanos() - 1);
		assertThat(this.heartbeat.check()).isEqualTo(State.FINE);
		this.clock.advance(1);
		assertThat(this.heartbeat.check()).isEqualTo(State.LOST);
	}

	/**
	 * A peer on the same machine answers before the writing thread has noted that the
	 * ping left; it was taken for lost 10 seconds later.
	 */
	@Test
	void pongWhenItOvertakesTheNoteOfItsPingThenThePeerIsNotLost() {
		ping();
		this.heartbeat.pong();
		this.heartbeat.pinged();
		this.clock.advance(PONG.toNanos());
		assertThat(this.heartbeat.check()).isEqualTo(State.FINE);
		this.clock.advance(INTERVAL.minus(PONG).toNanos());
		assertThat(this.heartbeat.check()).isEqualTo(State.PING);
	}

	/** A peer may send pongs that nobody asked for. */
	@Test
	void pongWhenNobodyAskedThenLaterPingsStillNeedTheirs() {
		this.heartbeat.pong();
		this.heartbeat.pong();
		ping();
		this.heartbeat.pinged();
		this.clock.advance(PONG.toNanos());
		assertThat(this.heartbeat.check()).isEqualTo(State.LOST);
	}

	@Test
	void checkWhenIntervalIsZeroThenNeverPings() {
		Heartbeat none = heartbeat(Duration.ZERO);
		this.clock.advance(Duration.ofDays(1).toNanos());
		assertThat(none.check()).isEqualTo(State.FINE);
	}

	@Test
	void shortestIsTheShortestTimeThatHasToBeNoticed() {
		assertThat(shortest(30, 10, 20)).isEqualTo(10);
		assertThat(shortest(30, 20, 10)).isEqualTo(10);
		assertThat(shortest(5, 20, 10)).isEqualTo(5);
		assertThat(shortest(0, 20, 10)).isEqualTo(10);
	}

	private static long shortest(long ping, long pong, long write) {
		return new ServerSettings.Timeouts(Duration.ofSeconds(ping), Duration.ofSeconds(pong),
				Duration.ofSeconds(write))
			.shortest()
			.toSeconds();
	}

	private void ping() {
		this.clock.advance(INTERVAL.toNanos());
		assertThat(this.heartbeat.check()).isEqualTo(State.PING);
	}

}
