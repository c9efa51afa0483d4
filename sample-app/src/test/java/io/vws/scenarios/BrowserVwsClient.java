package io.vws.scenarios;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.vws.client.ClientClosedException;
import io.vws.client.ClientState;
import io.vws.client.ClientStatus;
import io.vws.client.ClientSubscription;
import io.vws.client.ConnectionEnd;
import io.vws.client.ConnectionRefusedException;
import io.vws.client.EventHandler;
import io.vws.client.Gap;
import io.vws.client.QueueFullException;
import io.vws.client.RequestRefusedException;
import io.vws.client.RequestTimeoutException;
import io.vws.client.SubscriptionCancelledException;
import io.vws.client.UnknownOutcomeException;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JavaScript module in a {@link BrowserPage}, as a {@link VwsClient}. What the module
 * does differently, as {@code vws.d.ts} says, is translated here or not offered:
 * <ul>
 * <li>It does not look at topics, patterns and payloads, but lets the server refuse them.
 * Where Java throws at once, the future fails with a {@link RequestRefusedException} that
 * has the server's code: {@code invalid-topic}, {@code invalid-pattern} or
 * {@code data-required}.
 * <li>Of a listener that threw it does not tell the pattern.
 * <li>It does not tell since when it has its state, the number of attempts, and whether a
 * subscription is active.
 * </ul>
 * Codes that the client says become the exceptions that stand for them in Java, all
 * others a {@link RequestRefusedException}.
 */
final class BrowserVwsClient implements VwsClient {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final BrowserPage page;

	private final long number;

	private final Map<Long, CompletableFuture<Void>> answers = new ConcurrentHashMap<>();

	private final Map<Long, BrowserSubscription> subscriptions = new ConcurrentHashMap<>();

	/** What handlers threw, by event, until the module has told it. */
	private final Map<Long, Throwable> failures = new ConcurrentHashMap<>();

	private final List<VwsClientListener> listeners = new CopyOnWriteArrayList<>();

	/** What the listeners were told last; used by the thread of the page. */
	private CompletableFuture<Void> notices = CompletableFuture.completedFuture(null);

	BrowserVwsClient(BrowserPage page, long number) {
		this.page = page;
		this.number = number;
	}

	@Override
	public CompletableFuture<Void> connect() {
		return ask("connect");
	}

	@Override
	public ClientSubscription subscribe(String pattern, EventHandler handler) {
		long call = this.page.newNumber();
		BrowserSubscription subscription = new BrowserSubscription(this, call, pattern, handler);
		this.subscriptions.put(call, subscription);
		this.answers.put(call, subscription.ready());
		this.page.call("subscribe", this.number, call, pattern);
		return subscription;
	}

	CompletableFuture<Void> cancel(long subscription) {
		return ask("cancel", subscription);
	}

	@Override
	public CompletableFuture<Void> publish(String topic, Object payload, Map<String, String> headers) {
		return ask("publish", topic, MAPPER.writeValueAsString(payload), headers);
	}

	@Override
	public boolean send(String topic, Object payload) {
		return Boolean.TRUE.equals(this.page.call("send", this.number, topic, MAPPER.writeValueAsString(payload)));
	}

	@Override
	public CompletableFuture<Void> unsubscribeAll() {
		return ask("unsubscribeAll");
	}

	@Override
	public ClientStatus status() {
		String state = String.valueOf(this.page.call("state", this.number));
		return new ClientStatus(state(state), Instant.EPOCH, 0);
	}

	@Override
	public Runnable addListener(VwsClientListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public void close() {
		this.page.call("close", this.number);
	}

	/** Call a function of the page that answers later. */
	private CompletableFuture<Void> ask(String function, Object... arguments) {
		long call = this.page.newNumber();
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.answers.put(call, answer);
		Object[] all = new Object[arguments.length + 2];
		all[0] = this.number;
		all[1] = call;
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		this.page.call(function, all);
		return answer;
	}

	/** Take what the page tells. Called by one thread, which must not wait. */
	void told(JsonNode notice) {
		switch (notice.required("kind").asString()) {
			case "answer" -> answered(notice);
			case "event" -> event(notice);
			case "state" -> {
				ClientStatus status = new ClientStatus(state(text(notice, "state")), Instant.EPOCH, 0);
				ClientState previous = state(text(notice, "previous"));
				tell((listener) -> listener.stateChanged(status, previous));
			}
			case "close" -> {
				ConnectionEnd end = new ConnectionEnd(notice.required("code").asInt(), text(notice, "reason"),
						notice.required("willReconnect").asBoolean());
				tell((listener) -> listener.closed(end));
			}
			case "gap" -> {
				Gap gap = new Gap(Instant.parse(text(notice, "from")), Instant.parse(text(notice, "to")),
						MAPPER.convertValue(notice.required("patterns"), new TypeReference<List<String>>() {
						}));
				tell((listener) -> listener.gap(gap));
			}
			case "error" -> {
				Throwable failure = failure(notice.required("error"));
				JsonNode pattern = notice.get("pattern");
				tell((listener) -> listener.failed(failure, (pattern != null) ? pattern.asString() : null));
			}
			default -> throw new IllegalArgumentException("Unknown: " + notice);
		}
	}

	private void tell(Consumer<VwsClientListener> notice) {
		this.notices = this.notices.thenRunAsync(() -> this.listeners.forEach(notice), this.page.executor());
	}

	private void answered(JsonNode notice) {
		CompletableFuture<Void> answer = this.answers.remove(notice.required("call").asLong());
		JsonNode error = notice.get("error");
		this.page.executor().execute(() -> {
			if (error != null) {
				answer.completeExceptionally(failure(error));
			}
			else {
				answer.complete(null);
			}
		});
	}

	private void event(JsonNode notice) {
		BrowserSubscription subscription = this.subscriptions.get(notice.required("call").asLong());
		long event = notice.required("event").asLong();
		subscription.take(notice, this.page.executor(), (failure) -> {
			if (failure != null) {
				this.failures.put(event, failure);
			}
			this.page.handled(event, failure == null);
		});
	}

	private Throwable failure(JsonNode error) {
		JsonNode event = error.get("event");
		if (event != null) {
			return this.failures.remove(event.asLong());
		}
		String message = text(error, "message");
		String code = error.path("code").asString("");
		return switch (code) {
			case "closed" -> new ClientClosedException(message);
			case "cancelled" -> new SubscriptionCancelledException(message);
			case "timeout" -> new RequestTimeoutException(message);
			case "unknown-outcome" -> new UnknownOutcomeException(message);
			case "queue-full" -> new QueueFullException(message);
			case "unauthorized", "terminated", "cannot-connect" -> new ConnectionRefusedException(0, message);
			case "" -> new IllegalArgumentException(message);
			default -> new RequestRefusedException(code, message);
		};
	}

	private static ClientState state(String state) {
		return ClientState.valueOf(state.toUpperCase(Locale.ROOT));
	}

	private static String text(JsonNode notice, String key) {
		return notice.required(key).asString();
	}

}
