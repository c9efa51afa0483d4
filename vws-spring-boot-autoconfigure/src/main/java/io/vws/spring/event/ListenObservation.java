package io.vws.spring.event;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of listeners, each as part of the trace that its event came with.
 * Costs one comparison where nobody observes. Thread-safe.
 */
public final class ListenObservation {

	private static final ListenObservation NONE = new ListenObservation(ObservationRegistry.NOOP, null);

	private static final ListenObservationConvention DEFAULT = new DefaultListenObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable ListenObservationConvention convention;

	/**
	 * Create an observation.
	 * @param registry knows who observes
	 * @param convention names and describes it, {@code null} for the default
	 */
	public ListenObservation(ObservationRegistry registry, @Nullable ListenObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Return what observes nothing.
	 */
	public static ListenObservation none() {
		return NONE;
	}

	/**
	 * Call a listener.
	 * @param listener which one: from a closed list
	 * @param topic topic of the event
	 * @param headers headers of the event
	 * @param call calls it
	 * @throws E what the call throws
	 */
	public <E extends Throwable> void observe(String listener, String topic, Map<String, String> headers,
			Observation.CheckedRunnable<E> call) throws E {
		if (this.registry.isNoop()) {
			call.run();
			return;
		}
		EventObservationDocumentation.LISTEN
			.observation(this.convention, DEFAULT, () -> new ListenContext(listener, topic, headers), this.registry)
			.observeChecked(call);
	}

}
