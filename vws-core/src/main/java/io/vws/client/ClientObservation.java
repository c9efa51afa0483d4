package io.vws.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes what a client publishes and its handlers, and has the trace travel with the
 * events. Costs one comparison where nobody observes. Thread-safe.
 */
public final class ClientObservation {

	private static final ClientObservation NONE = new ClientObservation(ObservationRegistry.NOOP, null, null);

	private static final ClientRequestObservationConvention DEFAULT_REQUEST = new DefaultClientRequestObservationConvention();

	private static final ClientHandleObservationConvention DEFAULT_HANDLE = new DefaultClientHandleObservationConvention();

	private static final String TRACEPARENT = "traceparent";

	private final ObservationRegistry registry;

	private final @Nullable ClientRequestObservationConvention request;

	private final @Nullable ClientHandleObservationConvention handle;

	/**
	 * Create an observation.
	 * @param registry knows who observes
	 * @param request names and describes that of requests, {@code null} for the default
	 * @param handle names and describes that of handlers, {@code null} for the default
	 */
	public ClientObservation(ObservationRegistry registry, @Nullable ClientRequestObservationConvention request,
			@Nullable ClientHandleObservationConvention handle) {
		this.registry = registry;
		this.request = request;
		this.handle = handle;
	}

	/**
	 * Return what observes nothing.
	 */
	public static ClientObservation none() {
		return NONE;
	}

	/**
	 * Publish and wait for the answer. A trace that is in the headers already is passed
	 * on as it is, unless this is done as a part of something that is observed.
	 * @param publish publishes with the headers that it is given
	 */
	public CompletableFuture<Void> request(String topic, Map<String, String> headers,
			Function<Map<String, String>, CompletableFuture<Void>> publish) {
		boolean passedOn = headers.containsKey(TRACEPARENT) && this.registry.getCurrentObservation() == null;
		if (this.registry.isNoop() || passedOn) {
			return publish.apply(headers);
		}
		ClientRequestContext context = new ClientRequestContext(topic, headers, true);
		Observation observation = request(context).start();
		CompletableFuture<Void> answer;
		try {
			answer = observation.scoped(() -> publish.apply(context.headers()));
		}
		catch (RuntimeException ex) {
			observation.stop();
			throw ex;
		}
		answer.whenComplete((done, failure) -> {
			if (failure != null) {
				observation.error(failure);
			}
			observation.stop();
		});
		return answer;
	}

	/**
	 * Publish without an answer.
	 * @param send publishes with the headers that it is given, and returns whether the
	 * message was taken
	 * @return whether it was
	 */
	public boolean send(String topic, Predicate<Map<String, String>> send) {
		if (this.registry.isNoop()) {
			return send.test(Map.of());
		}
		ClientRequestContext context = new ClientRequestContext(topic, Map.of(), false);
		return request(context).observe(() -> context.taken(send.test(context.headers())));
	}

	private Observation request(ClientRequestContext context) {
		return ClientObservationDocumentation.REQUEST.observation(this.request, DEFAULT_REQUEST, () -> context,
				this.registry);
	}

	/**
	 * Return a handler that is observed.
	 */
	public EventHandler observed(EventHandler handler) {
		return (event) -> {
			if (this.registry.isNoop()) {
				handler.handle(event);
				return;
			}
			ClientObservationDocumentation.HANDLE
				.observation(this.handle, DEFAULT_HANDLE, () -> new ClientHandleContext(event), this.registry)
				.observeChecked(() -> handler.handle(event));
		};
	}

}
