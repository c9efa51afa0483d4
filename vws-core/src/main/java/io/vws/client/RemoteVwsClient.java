package io.vws.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.vws.client.Request.Kind;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import io.vws.wire.MessageId;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client of a server: checks and converts what the application gives it. What happens
 * then is said by {@link Connection}, {@link Requests} and {@link Subscriptions}.
 */
final class RemoteVwsClient implements VwsClient {

	private final ClientContext context;

	private final Connection connection;

	private final Requests requests;

	private final Subscriptions subscriptions;

	private final JsonMapper mapper;

	private final ClientObservation observation;

	RemoteVwsClient(ClientContext context, Connection connection, Requests requests, Subscriptions subscriptions,
			JsonMapper mapper, ClientObservation observation) {
		this.context = context;
		this.connection = connection;
		this.requests = requests;
		this.subscriptions = subscriptions;
		this.mapper = mapper;
		this.observation = observation;
	}

	@Override
	public CompletableFuture<Void> connect() {
		return this.connection.connect();
	}

	@Override
	public ClientSubscription subscribe(String pattern, EventHandler handler) {
		return this.subscriptions.subscribe(TopicPattern.parse(pattern), this.observation.observed(handler));
	}

	@Override
	public CompletableFuture<Void> publish(String topic, Object payload, Map<String, String> headers) {
		String json = json(topic, payload);
		return this.observation.request(topic, headers, (travelling) -> publish(topic, json, travelling));
	}

	private CompletableFuture<Void> publish(String topic, String json, Map<String, String> headers) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.requests.submit(Kind.PUBLISH, event(topic, json, headers),
				(failure) -> this.context.complete(done, failure));
		return done;
	}

	@Override
	public boolean send(String topic, Object payload) {
		String json = json(topic, payload);
		return this.observation.send(topic,
				(travelling) -> this.requests.submit(Kind.SEND, event(topic, json, travelling), (failure) -> {
				}));
	}

	private static Function<@Nullable MessageId, VwsMessage.Event> event(String topic, String json,
			Map<String, String> headers) {
		Map<String, String> copy = Map.copyOf(headers);
		return (id) -> new VwsMessage.Event(id, topic, json, copy);
	}

	private String json(String topic, @Nullable Object payload) {
		Topic.parse(topic);
		if (payload == null) {
			throw new IllegalArgumentException("An event needs a payload");
		}
		return this.mapper.writeValueAsString(payload);
	}

	@Override
	public CompletableFuture<Void> unsubscribeAll() {
		return this.subscriptions.unsubscribeAll();
	}

	@Override
	public ClientStatus status() {
		return this.connection.status();
	}

	@Override
	public Runnable addListener(VwsClientListener listener) {
		return this.context.notices().add(listener);
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
