package io.vws.bench.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Window}.
 */
class WindowTests {

	private final Window window = new Window(2);

	@Test
	void roomWhenOneSubscriberIsMissingThenPublishIsUnfinished() {
		this.window.sent(2);
		this.window.answered();
		this.window.delivered(0);
		assertThat(this.window.room(true)).isEqualTo(1);
		this.window.delivered(0);
		assertThat(this.window.room(true)).isEqualTo(2);
	}

	@Test
	void roomWhenAnswerIsMissingThenPublishIsUnfinished() {
		this.window.sent(1);
		this.window.delivered(0);
		assertThat(this.window.room(true)).isEqualTo(1);
		assertThat(this.window.room(false)).isEqualTo(2);
		assertThat(this.window.isEmpty(true)).isFalse();
	}

	@Test
	void roomWhenTheOldestIsMissingThenLaterOnesDoNotCount() {
		this.window.sent(1);
		this.window.sent(1);
		this.window.delivered(1);
		assertThat(this.window.room(false)).isZero();
		this.window.delivered(0);
		assertThat(this.window.room(false)).isEqualTo(2);
	}

	@Test
	void writeOffWhenDeliveriesAreMissingThenWaitsForThemNoLonger() {
		this.window.sent(3);
		this.window.writeOff();
		assertThat(this.window.isEmpty(true)).isTrue();
		this.window.delivered(0);
		assertThat(this.window.room(false)).isEqualTo(2);
	}

}
