package io.vws.scenarios;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.vws.client.ClientSubscription;
import io.vws.client.EventHandler;
import io.vws.client.ReceivedEvent;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Subscription of a {@link BrowserVwsClient}. It trusts the module: what comes is
 * handled, also after {@link #cancel()}.
 */
final class BrowserSubscription implements ClientSubscription {

	private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {
	};

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final BrowserVwsClient client;

	private final long number;

	private final String pattern;

	private final EventHandler handler;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	/** When the last event was handled; used by the thread of the page. */
	private CompletableFuture<Void> turn = CompletableFuture.completedFuture(null);

	BrowserSubscription(BrowserVwsClient client, long number, String pattern, EventHandler handler) {
		this.client = client;
		this.number = number;
		this.pattern = pattern;
		this.handler = handler;
	}

	/**
	 * Handle an event when those before it have been.
	 * @param after told what the handler threw, or {@code null}
	 */
	void take(JsonNode event, Executor executor, Consumer<@Nullable Throwable> after) {
		this.turn = this.turn.thenRunAsync(() -> after.accept(handle(event)), executor);
	}

	private @Nullable Throwable handle(JsonNode event) {
		try {
			ReceivedEvent received = new ReceivedEvent(Topic.parse(event.required("topic").asString()),
					TopicPattern.parse(this.pattern), event.required("json").asString(),
					MAPPER.convertValue(event.required("headers"), TEXTS), MAPPER);
			Map<String, String> variables = MAPPER.convertValue(event.required("variables"), TEXTS);
			if (!variables.equals(received.variables())) {
				throw new IllegalStateException("The module finds other variables: " + variables);
			}
			this.handler.handle(received);
			return null;
		}
		catch (Exception | AssertionError ex) {
			return ex;
		}
	}

	@Override
	public String pattern() {
		return this.pattern;
	}

	@Override
	public CompletableFuture<Void> ready() {
		return this.ready;
	}

	@Override
	public boolean isActive() {
		throw new UnsupportedOperationException("The module does not tell");
	}

	@Override
	public CompletableFuture<Void> cancel() {
		return this.client.cancel(this.number);
	}

}
