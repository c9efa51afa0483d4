package io.vws.server;

import java.time.Duration;
import java.util.List;

import io.vws.bus.Peer;
import io.vws.delivery.OverflowPolicy;
import io.vws.topic.TopicPattern;
import io.vws.transform.Direction;
import io.vws.wire.NackCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ServerListeners}.
 */
class ServerListenersTests {

	private static final Peer PEER = new Peer("c1", null, null);

	private static final TopicPattern PATTERN = TopicPattern.parse("a/#");

	@Test
	void tellWhenOneFailsThenTheOthersAreToldAndNothingIsThrown() {
		RecordingListener first = new RecordingListener();
		RecordingListener last = new RecordingListener();
		ServerListener listeners = new ServerListeners(List.of(first, new Failing(), last));
		listeners.opened(PEER);
		listeners.refused(PEER, MessageKind.EVENT, NackCode.BUSY);
		listeners.subscribed(PEER, PATTERN);
		listeners.unsubscribed(PEER, PATTERN);
		listeners.dropped(PEER, OverflowPolicy.DROP_OLDEST, 3);
		listeners.initialSubscriptionRefused(PEER);
		listeners.transformDropped(Direction.INBOUND);
		listeners.transformFailed(Direction.OUTBOUND);
		listeners.rejected(CloseReason.RESTARTING);
		listeners.closed(PEER, CloseReason.NORMAL, Duration.ZERO);
		assertThat(last.calls).hasSize(8).isEqualTo(first.calls);
		assertThat(last.subscriptions).hasSize(2).isEqualTo(first.subscriptions);
	}

	/** Fails whatever it is told. */
	private static final class Failing implements ServerListener {

		@Override
		public void opened(Peer peer) {
			throw new IllegalStateException();
		}

		@Override
		public void closed(Peer peer, CloseReason reason, Duration age) {
			throw new IllegalStateException();
		}

		@Override
		public void rejected(CloseReason reason) {
			throw new IllegalStateException();
		}

		@Override
		public void dropped(Peer peer, OverflowPolicy policy, long events) {
			throw new IllegalStateException();
		}

		@Override
		public void refused(Peer peer, MessageKind kind, NackCode code) {
			throw new IllegalStateException();
		}

		@Override
		public void subscribed(Peer peer, TopicPattern pattern) {
			throw new IllegalStateException();
		}

		@Override
		public void unsubscribed(Peer peer, TopicPattern pattern) {
			throw new IllegalStateException();
		}

		@Override
		public void transformDropped(Direction direction) {
			throw new IllegalStateException();
		}

		@Override
		public void transformFailed(Direction direction) {
			throw new IllegalStateException();
		}

		@Override
		public void initialSubscriptionRefused(Peer peer) {
			throw new IllegalStateException();
		}

	}

}
