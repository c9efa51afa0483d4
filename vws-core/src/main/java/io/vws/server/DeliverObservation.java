package io.vws.server;

import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes each delivery of an event to a connection, which is as many for an event as
 * there are clients that get it. Costs one comparison where nobody observes. Thread-safe.
 */
public final class DeliverObservation {

	private static final DeliverObservation NONE = new DeliverObservation(ObservationRegistry.NOOP, null);

	private static final DeliverObservationConvention DEFAULT = new DefaultDeliverObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable DeliverObservationConvention convention;

	/**
	 * Create an observation.
	 * @param registry knows who observes
	 * @param convention names and describes it, {@code null} for the default
	 */
	public DeliverObservation(ObservationRegistry registry, @Nullable DeliverObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Return what observes nothing.
	 */
	public static DeliverObservation none() {
		return NONE;
	}

	/** Whether nobody observes. */
	boolean isNoop() {
		return this.registry.isNoop();
	}

	/**
	 * Deliver an event.
	 * @param deliver delivers it and returns what became of it
	 */
	void observe(DeliverContext context, Supplier<DeliveryOutcome> deliver) {
		ServerObservationDocumentation.DELIVER.observation(this.convention, DEFAULT, () -> context, this.registry)
			.observe(() -> context.outcome(deliver.get()));
	}

}
