package io.vws.server;

import java.util.Objects;
import java.util.function.Supplier;

import io.vws.log.LogThrottle;
import io.vws.transform.Direction;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Looks after the transforms of one direction: what they drop is counted, and what they
 * throw is counted, logged and harms nobody.
 */
final class TransformWatch {

	private final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(TransformWatch.class));

	private final Direction direction;

	private final ServerListener listener;

	/**
	 * Create the watch over a direction.
	 * @param listener told what happens
	 */
	TransformWatch(Direction direction, ServerListener listener) {
		this.direction = direction;
		this.listener = listener;
	}

	/**
	 * Run transforms.
	 * @return what they return or {@code null} if they failed
	 */
	<T> @Nullable T run(Supplier<T> transforms) {
		try {
			return Objects.requireNonNull(transforms.get(), "No outcome");
		}
		catch (RuntimeException | Error ex) {
			this.failures.failed(ex,
					(this.direction == Direction.INBOUND) ? "A transform failed, so an event of a client was refused"
							: "A transform failed, so an event was not sent");
			this.listener.transformFailed(this.direction);
			return null;
		}
	}

	/** Transforms dropped an event. */
	void dropped() {
		this.listener.transformDropped(this.direction);
	}

}
