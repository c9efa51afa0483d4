package io.vws.server;

import java.util.List;

import io.vws.bus.Event;
import io.vws.transform.Direction;
import io.vws.transform.EventTransform;
import io.vws.transform.EventTransforms;
import io.vws.transform.InboundTransform;
import io.vws.transform.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the events of clients before the bus takes them.
 */
final class InboundTransforms {

	private final EventTransform chain;

	private final TransformWatch watch;

	private InboundTransforms(List<InboundTransform> transforms, ServerListener listener) {
		this.chain = EventTransforms.chain(transforms);
		this.watch = new TransformWatch(Direction.INBOUND, listener);
	}

	/** Return the transforms together; {@code null} if there are none. */
	static @Nullable InboundTransforms of(List<InboundTransform> transforms, ServerListener listener) {
		return transforms.isEmpty() ? null : new InboundTransforms(transforms, listener);
	}

	/**
	 * Apply the transforms.
	 * @return the outcome or {@code null} if one of them failed
	 */
	@Nullable Outcome apply(Event event) {
		Outcome outcome = this.watch.run(() -> this.chain.apply(event));
		if (outcome instanceof Outcome.Drop) {
			this.watch.dropped();
		}
		return outcome;
	}

}
