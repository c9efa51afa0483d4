package io.vws.bus;

import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes each publish, once for all subscribers, and has the trace travel with the
 * event. Costs one comparison where nobody observes. Thread-safe.
 */
public final class PublishObservation {

	private static final PublishObservation NONE = new PublishObservation(ObservationRegistry.NOOP, null);

	private static final PublishObservationConvention DEFAULT = new DefaultPublishObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable PublishObservationConvention convention;

	/**
	 * Create an observation.
	 * @param registry knows who observes
	 * @param convention names and describes it, {@code null} for the default
	 */
	public PublishObservation(ObservationRegistry registry, @Nullable PublishObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Return what observes nothing.
	 */
	public static PublishObservation none() {
		return NONE;
	}

	/**
	 * Publish an event. A trace that it carries already is passed on as it is, unless
	 * this is done as a part of something that is observed.
	 * @param publish publishes the event that it is given, which may have other headers;
	 * what it throws is thrown on
	 */
	public void observe(Event event, Consumer<Event> publish) {
		if (this.registry.isNoop() || isPassedOn(event)) {
			publish.accept(event);
			return;
		}
		PublishContext context = new PublishContext(event);
		Observation observation = BusObservationDocumentation.PUBLISH.observation(this.convention, DEFAULT,
				() -> context, this.registry);
		observation.observe(() -> publish.accept(context.travelling()));
	}

	/** By a bridge, say: nothing here belongs to its trace. */
	private boolean isPassedOn(Event event) {
		return event.headers().containsKey(PublishContext.TRACEPARENT) && this.registry.getCurrentObservation() == null;
	}

}
