package io.vws.server;

import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.transform.Direction;
import io.vws.transform.Outcome;
import io.vws.transform.PeerTransform;
import io.vws.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What each client alone gets to see of an event.
 */
final class PeerTransforms {

	private final PeerTransform chain;

	private final TransformWatch watch;

	private PeerTransforms(List<PeerTransform> transforms, ServerListener listener) {
		this.chain = PeerTransform.chain(transforms);
		this.watch = new TransformWatch(Direction.OUTBOUND, listener);
	}

	/** Return the transforms together; {@code null} if there are none. */
	static @Nullable PeerTransforms of(List<PeerTransform> transforms, ServerListener listener) {
		return transforms.isEmpty() ? null : new PeerTransforms(transforms, listener);
	}

	/**
	 * Encode an event for a client. What the transforms leave as it is shares the frame
	 * of the other clients.
	 * @return the frame or {@link EventEncoder#NOTHING}
	 */
	Frame frame(Event event, Peer peer, EventEncoder encoder) {
		Event shown = encoder.shown(event);
		Frame frame = (shown != null) ? this.watch.run(() -> frame(event, shown, peer, encoder)) : null;
		return (frame != null) ? frame : EventEncoder.NOTHING;
	}

	private Frame frame(Event event, Event shown, Peer peer, EventEncoder encoder) {
		Outcome outcome = OutboundTransforms.requireSameTopic(this.chain.apply(shown, peer), shown);
		Event own = outcome.result(shown);
		if (own == null) {
			this.watch.dropped();
			return EventEncoder.NOTHING;
		}
		return (own == shown) ? event.encoded(encoder) : encoder.encode(own);
	}

}
