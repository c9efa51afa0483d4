package io.vws.server;

import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import io.vws.wire.NackCode;
import org.jspecify.annotations.Nullable;

/**
 * Observes each request of a client. Costs one comparison where nobody observes.
 * Thread-safe.
 */
public final class ReceiveObservation {

	private static final ReceiveObservation NONE = new ReceiveObservation(ObservationRegistry.NOOP, null);

	private static final ReceiveObservationConvention DEFAULT = new DefaultReceiveObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable ReceiveObservationConvention convention;

	/**
	 * Create an observation.
	 * @param registry knows who observes
	 * @param convention names and describes it, {@code null} for the default
	 */
	public ReceiveObservation(ObservationRegistry registry, @Nullable ReceiveObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Return what observes nothing.
	 */
	public static ReceiveObservation none() {
		return NONE;
	}

	/** Whether nobody observes. */
	boolean isNoop() {
		return this.registry.isNoop();
	}

	/**
	 * Handle a request.
	 * @param handle handles it and returns why it was refused, {@code null} if it was not
	 */
	void observe(ReceiveContext context, Supplier<@Nullable NackCode> handle) {
		ServerObservationDocumentation.RECEIVE.observation(this.convention, DEFAULT, () -> context, this.registry)
			.observe(() -> context.refusal(handle.get()));
	}

}
