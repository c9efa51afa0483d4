package io.vws.server;

import java.util.List;
import java.util.function.Function;

import io.vws.bus.Event;
import io.vws.transform.Direction;
import io.vws.transform.EventTransform;
import io.vws.transform.EventTransforms;
import io.vws.transform.Outcome;
import io.vws.transform.OutboundTransform;
import org.jspecify.annotations.Nullable;

/**
 * What clients get to see of an event. Each event remembers the outcome, so all
 * connections of the server share it, whatever their names of topics.
 */
final class OutboundTransforms implements Function<Event, Outcome> {

	private final EventTransform chain;

	private final TransformWatch watch;

	private OutboundTransforms(List<OutboundTransform> transforms, ServerListener listener) {
		this.chain = EventTransforms.chain(transforms);
		this.watch = new TransformWatch(Direction.OUTBOUND, listener);
	}

	/** Return the transforms together; {@code null} if there are none. */
	static @Nullable OutboundTransforms of(List<OutboundTransform> transforms, ServerListener listener) {
		return transforms.isEmpty() ? null : new OutboundTransforms(transforms, listener);
	}

	/**
	 * Return what clients get to see.
	 * @return the event or {@code null} if they get nothing
	 */
	@Nullable Event shown(Event event) {
		return event.encoded(this).result(event);
	}

	@Override
	public Outcome apply(Event event) {
		Outcome outcome = this.watch.run(() -> requireSameTopic(this.chain.apply(event), event));
		if (outcome instanceof Outcome.Drop) {
			this.watch.dropped();
		}
		return (outcome != null) ? outcome : Outcome.drop();
	}

	/** The topic brought the event to its subscribers and cannot change any more. */
	static Outcome requireSameTopic(Outcome outcome, Event event) {
		Event result = outcome.result(event);
		if (result != null && !result.topic().equals(event.topic())) {
			throw new IllegalStateException("An outbound transform changed the topic");
		}
		return outcome;
	}

}
