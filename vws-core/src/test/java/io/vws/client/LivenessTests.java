package io.vws.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Liveness}.
 */
class LivenessTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ClientFixture fixture = new ClientFixture();

	private final FakeLink link = this.fixture.open();

	private void seconds(int seconds) {
		this.fixture.advance(Duration.ofSeconds(seconds));
	}

	private ClientState state() {
		return this.fixture.client.status().state();
	}

	@Test
	void aServerThatAnswersIsAskedAgain() {
		seconds(29);
		assertThat(this.link.pings).isZero();
		seconds(1);
		assertThat(this.link.pings).isOne();
		this.link.pong();
		seconds(29);
		assertThat(this.link.pings).isOne();
		seconds(1);
		assertThat(this.link.pings).isEqualTo(2);
		this.link.pong();
		this.link.pong();
		seconds(30);
		assertThat(this.link.pings).isEqualTo(3);
		assertThat(state()).isEqualTo(ClientState.OPEN);
	}

	/** A socket whose other end is gone takes two pings, and fails with the third. */
	@Test
	void aServerThatDoesNotAnswerAtOnceIsAskedEachSecond() {
		seconds(33);
		assertThat(this.link.pings).isEqualTo(4);
		this.link.pong();
		seconds(26);
		assertThat(this.link.pings).isEqualTo(4);
		seconds(1);
		assertThat(this.link.pings).isEqualTo(5);
	}

	@Test
	void aServerThatDoesNotAnswerIsLeft() {
		this.fixture.listener.take();
		seconds(30);
		this.fixture.advance(Duration.ofMillis(9999));
		assertThat(state()).isEqualTo(ClientState.OPEN);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.fixture.listener.take()).containsExactly("OPEN -> WAITING", "closed 4012, will reconnect");
		assertThat(this.link.ends).containsExactly("close 4012");
		seconds(5);
		assertThat(this.link.ends).containsExactly("close 4012", "abort");
		assertThat(this.link.pings).isEqualTo(10);
	}

	@Test
	void aServerThatFallsSilentAfterAMessageIsAskedAMomentLater() {
		this.fixture.listener.take();
		seconds(5);
		this.link.receive("{}");
		this.fixture.advance(Duration.ofMillis(999));
		assertThat(this.link.pings).isZero();
		seconds(1);
		assertThat(this.link.pings).isOne();
		this.fixture.advance(Duration.ofMillis(9001));
		assertThat(this.fixture.listener.take()).containsExactly("OPEN -> WAITING", "closed 4012, will reconnect");
		seconds(1);
		this.fixture.reopen();
		this.fixture.run();
		assertThat(this.fixture.listener.gaps).singleElement()
			.satisfies((gap) -> assertThat(gap.from()).isEqualTo(ManualScheduler.at(Duration.ofSeconds(5))));
	}

	@Test
	void aServerThatGoesOnSendingIsNotAskedForThat() {
		for (int i = 0; i < 58; i++) {
			this.link.receive("{}");
			this.fixture.advance(Duration.ofMillis(500));
		}
		assertThat(this.link.pings).isZero();
		seconds(1);
		assertThat(this.link.pings).isOne();
		this.link.pong();
		seconds(29);
		assertThat(this.link.pings).isOne();
	}

	@Test
	void anyMessageIsASignOfLife() {
		seconds(38);
		this.link.receive("{}");
		seconds(2);
		assertThat(this.link.pings).isEqualTo(10); // the last one for the message
		this.link.pong();
		seconds(29);
		assertThat(state()).isEqualTo(ClientState.OPEN);
		assertThat(this.link.pings).isEqualTo(10);
	}

	@Test
	void aMessageBeforeThePingIsNone() {
		this.fixture.advance(Duration.ofMillis(29_999));
		this.link.receive("{}");
		this.fixture.advance(Duration.ofMillis(10_001));
		assertThat(state()).isEqualTo(ClientState.WAITING);
	}

	@Test
	void aProcessThatStoodStillGivesTheServerItsTime() {
		seconds(30);
		this.fixture.time.freeze(Duration.ofSeconds(60), this.fixture::run);
		assertThat(state()).isEqualTo(ClientState.OPEN);
		seconds(9);
		this.link.pong();
		seconds(5);
		assertThat(state()).isEqualTo(ClientState.OPEN);
	}

	@Test
	void aProcessThatStoodStillDoesNotWaitForEver() {
		seconds(39);
		this.fixture.time.freeze(Duration.ofSeconds(60), this.fixture::run);
		this.fixture.time.freeze(Duration.ofSeconds(60), this.fixture::run);
		assertThat(state()).isEqualTo(ClientState.WAITING);
	}

	@Test
	void withoutIntervalNobodyIsAsked() {
		ClientFixture other = new ClientFixture((builder) -> builder.pingInterval(Duration.ZERO));
		FakeLink link = other.open();
		other.advance(Duration.ofDays(1));
		link.pong();
		other.run();
		assertThat(link.pings).isZero();
		assertThat(other.client.status().state()).isEqualTo(ClientState.OPEN);
	}

	@Test
	void anIntervalMayBeShorterThanTheTimeout() {
		ClientFixture other = new ClientFixture((builder) -> builder.pingInterval(SECOND));
		FakeLink link = other.open();
		for (int i = 1; i <= 5; i++) {
			other.advance(SECOND);
			assertThat(link.pings).isEqualTo(i);
			link.pong();
		}
	}

	@Test
	void closeWhenPingIsOutThenNothingFollows() {
		seconds(30);
		this.fixture.client.close();
		this.link.end(1000);
		this.link.pong();
		seconds(100);
		assertThat(this.link.pings).isOne();
		assertThat(this.fixture.time.waiting()).isZero();
		assertThat(this.link.ends).containsExactly("close 1000");
	}

}
