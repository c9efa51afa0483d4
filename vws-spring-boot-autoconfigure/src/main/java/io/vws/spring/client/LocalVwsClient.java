package io.vws.spring.client;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.client.ClientClosedException;
import io.vws.client.ClientObservation;
import io.vws.client.ClientState;
import io.vws.client.ClientStatus;
import io.vws.client.ClientSubscription;
import io.vws.client.ConnectionEnd;
import io.vws.client.EventHandler;
import io.vws.client.QueueFullException;
import io.vws.client.RequestTimeoutException;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientException;
import io.vws.client.VwsClientListener;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A {@link VwsClient} of the {@link EventBus} of this very process, so that code does not
 * change when the bus moves to another one. What is published is written as JSON and read
 * anew for each handler, as if it had travelled. It is the application itself that
 * publishes and subscribes: no rules apply, and no connection gets lost.
 * <p>
 * While the client is connected, {@code publish} runs on the caller's thread, and its
 * future is complete when it returns. Before, messages wait as they do for a server.
 * Handlers and listeners run on threads of an executor.
 * <p>
 * The monitor of this object guards the state, the subscriptions and what waits. While it
 * is held, nobody else's code is called but the bus, to subscribe, and the executor.
 */
public final class LocalVwsClient implements VwsClient {

	/** Close code (RFC 6455, section 7.4.1). */
	private static final int NORMAL = 1000;

	private final EventBus bus;

	private final JsonMapper mapper;

	private final LocalClientSettings settings;

	private final Executor executor;

	private final InstantSource clock;

	private final LocalPublisher publisher;

	private final LocalListeners listeners;

	private final ClientObservation observation;

	private final List<LocalSubscription> subscriptions = new ArrayList<>();

	private final Queue<Waiting> waiting = new ArrayDeque<>();

	private CompletableFuture<Void> connected = new CompletableFuture<>();

	/** Written with the monitor held. */
	private volatile ClientStatus status;

	/**
	 * Create a client.
	 * @param bus where to publish and to subscribe
	 * @param mapper writes and reads payloads
	 * @param executor runs handlers and listeners, never on the thread that calls it; has
	 * a thread for each, since they may wait
	 * @param clock tells since when there is a state
	 * @param observation observes what is published and the handlers
	 */
	public LocalVwsClient(EventBus bus, JsonMapper mapper, LocalClientSettings settings, Executor executor,
			InstantSource clock, ClientObservation observation) {
		this.bus = bus;
		this.mapper = mapper;
		this.settings = settings;
		this.executor = executor;
		this.clock = clock;
		this.observation = observation;
		this.publisher = new LocalPublisher(bus, mapper);
		this.listeners = new LocalListeners(executor);
		this.status = new ClientStatus(ClientState.IDLE, clock.instant(), 0);
	}

	@Override
	public CompletableFuture<Void> connect() {
		CompletableFuture<Void> connecting;
		synchronized (this) {
			if (isConnected()) {
				return this.connected.copy();
			}
			connecting = new CompletableFuture<>();
			this.connected = connecting;
			become(ClientState.CONNECTING, 1);
			this.subscriptions.forEach((subscription) -> subscription.open(this.bus));
		}
		Waiting next = nextOrOpen(connecting);
		while (next != null) {
			end(next.answer(), this.publisher.publish(next.event()));
			next = nextOrOpen(connecting);
		}
		connecting.complete(null); // unless it was closed meanwhile
		return connecting.copy();
	}

	/** What comes while the others are published waits behind them. */
	private synchronized @Nullable Waiting nextOrOpen(CompletableFuture<Void> connecting) {
		if (this.connected != connecting || this.status.state() != ClientState.CONNECTING) {
			return null;
		}
		Waiting next = this.waiting.poll();
		if (next == null) {
			become(ClientState.OPEN, 0);
		}
		return next;
	}

	private boolean isConnected() {
		ClientState state = this.status.state();
		return state == ClientState.CONNECTING || state == ClientState.OPEN;
	}

	private void become(ClientState state, int attempts) {
		ClientState previous = this.status.state();
		ClientStatus current = new ClientStatus(state, this.clock.instant(), attempts);
		this.status = current;
		this.listeners.tell((listener) -> listener.stateChanged(current, previous));
	}

	@Override
	public ClientSubscription subscribe(String pattern, EventHandler handler) {
		LocalSubscription subscription = new LocalSubscription(this, TopicPattern.parse(pattern),
				this.observation.observed(handler));
		synchronized (this) {
			if (this.status.state() == ClientState.CLOSED) {
				subscription.end(closed());
				return subscription;
			}
			this.subscriptions.add(subscription);
			if (isConnected()) {
				subscription.open(this.bus);
			}
		}
		return subscription;
	}

	/** Forget a subscription that was cancelled. */
	synchronized void remove(LocalSubscription subscription) {
		this.subscriptions.remove(subscription);
	}

	@Override
	public CompletableFuture<Void> unsubscribeAll() {
		List<LocalSubscription> all;
		synchronized (this) {
			all = List.copyOf(this.subscriptions);
		}
		all.forEach(LocalSubscription::cancel);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<Void> publish(String topic, Object payload, Map<String, String> headers) {
		Event event = this.publisher.event(topic, payload);
		return this.observation.request(topic, headers, (travelling) -> {
			CompletableFuture<Void> answer = new CompletableFuture<>();
			publish(event.withHeaders(TravellingHeaders.of(travelling)), answer);
			return answer;
		});
	}

	@Override
	public boolean send(String topic, Object payload) {
		Event event = this.publisher.event(topic, payload);
		return this.observation.send(topic,
				(travelling) -> publish(event.withHeaders(travelling), new CompletableFuture<>()));
	}

	/**
	 * Publish an event now, or when the client is connected.
	 * @return whether it was taken
	 */
	private boolean publish(Event event, CompletableFuture<Void> answer) {
		VwsClientException refusal;
		synchronized (this) {
			refusal = switch (this.status.state()) {
				case OPEN -> null;
				case CLOSED -> closed();
				default -> (this.waiting.size() >= this.settings.queueCapacity())
						? new QueueFullException("Too many messages wait until the client is connected") : null;
			};
			if (refusal == null && this.status.state() != ClientState.OPEN) {
				await(new Waiting(event, answer));
				return true;
			}
		}
		if (refusal != null) {
			answer.completeExceptionally(refusal);
			return false;
		}
		complete(answer, this.publisher.publish(event));
		return true;
	}

	private void await(Waiting message) {
		this.waiting.add(message);
		CompletableFuture.delayedExecutor(this.settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS, this.executor)
			.execute(() -> expire(message));
	}

	private void expire(Waiting message) {
		boolean expired;
		synchronized (this) {
			expired = this.waiting.remove(message);
		}
		if (expired) {
			message.answer().completeExceptionally(new RequestTimeoutException("No answer in time"));
		}
	}

	private static void complete(CompletableFuture<Void> answer, @Nullable VwsClientException failure) {
		if (failure != null) {
			answer.completeExceptionally(failure);
		}
		else {
			answer.complete(null);
		}
	}

	/** Complete what somebody may wait for, whose code then runs on another thread. */
	void end(CompletableFuture<Void> answer, @Nullable VwsClientException failure) {
		try {
			this.executor.execute(() -> complete(answer, failure));
		}
		catch (RejectedExecutionException ex) {
			complete(answer, failure);
		}
	}

	@Override
	public ClientStatus status() {
		return this.status;
	}

	@Override
	public Runnable addListener(VwsClientListener listener) {
		return this.listeners.add(listener);
	}

	@Override
	public void close() {
		ClientClosedException closed = closed();
		List<Waiting> abandoned;
		CompletableFuture<Void> connecting;
		synchronized (this) {
			if (this.status.state() == ClientState.CLOSED) {
				return;
			}
			become(ClientState.CLOSED, 0);
			this.listeners.tell((listener) -> listener.closed(new ConnectionEnd(NORMAL, "", false)));
			this.subscriptions.removeIf((subscription) -> !subscription.close(closed));
			abandoned = List.copyOf(this.waiting);
			this.waiting.clear();
			connecting = this.connected;
		}
		end(connecting, closed);
		abandoned.forEach((message) -> end(message.answer(), closed));
	}

	private static ClientClosedException closed() {
		return new ClientClosedException("The client is closed");
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	LocalClientSettings settings() {
		return this.settings;
	}

	Executor executor() {
		return this.executor;
	}

	LocalListeners listeners() {
		return this.listeners;
	}

	/** A message that waits until the client is connected. */
	private record Waiting(Event event, CompletableFuture<Void> answer) {
	}

}
