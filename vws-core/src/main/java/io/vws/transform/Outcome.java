package io.vws.transform;

import io.vws.bus.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a transform makes of an event.
 */
public sealed interface Outcome {

	/**
	 * Return the outcome that the event goes on as it is.
	 */
	static Outcome unchanged() {
		return Unchanged.INSTANCE;
	}

	/**
	 * Return the outcome that another event goes on instead.
	 */
	static Outcome changed(Event event) {
		return new Changed(event);
	}

	/**
	 * Return the outcome that the event ends here.
	 */
	static Outcome drop() {
		return Drop.INSTANCE;
	}

	/**
	 * Return the outcome that the event goes on as it is, past all further transforms of
	 * its chain and of the chains around that. An {@link OutboundTransform} does not
	 * spare the event any {@link PeerTransform} by this.
	 */
	static Outcome stop() {
		return Stop.UNCHANGED;
	}

	/**
	 * Return the outcome that another event goes on instead, past all further transforms
	 * of its chain and of the chains around that, as {@link #stop()} does.
	 */
	static Outcome stop(Event event) {
		return new Stop(event);
	}

	/**
	 * The event that goes on.
	 * @param event the event that was looked at
	 * @return {@code null} if it was dropped
	 */
	@Nullable Event result(Event event);

	/** The event goes on as it is. */
	record Unchanged() implements Outcome {

		private static final Unchanged INSTANCE = new Unchanged();

		@Override
		public Event result(Event event) {
			return event;
		}

	}

	/**
	 * Another event goes on instead.
	 *
	 * @param event the event that goes on
	 */
	record Changed(Event event) implements Outcome {

		@Override
		public Event result(Event before) {
			return this.event;
		}

	}

	/** The event ends here. */
	record Drop() implements Outcome {

		private static final Drop INSTANCE = new Drop();

		@Override
		public @Nullable Event result(Event event) {
			return null;
		}

	}

	/**
	 * An event goes on past all further transforms.
	 *
	 * @param event the event that goes on; {@code null} for the one that was looked at
	 */
	record Stop(@Nullable Event event) implements Outcome {

		private static final Stop UNCHANGED = new Stop(null);

		@Override
		public Event result(Event before) {
			return (this.event != null) ? this.event : before;
		}

	}

}
