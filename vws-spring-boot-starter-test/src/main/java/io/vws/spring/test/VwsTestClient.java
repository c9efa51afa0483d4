package io.vws.spring.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.vws.client.ClientSubscription;
import io.vws.client.ConnectionEnd;
import io.vws.client.ReceivedEvent;
import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientBuilder;
import io.vws.client.VwsClientListener;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;

/**
 * A client of a VWS server for tests: each call waits for its outcome, and
 * {@code expectEvent} for an event. Waits up to 10 seconds unless {@link #within} says
 * otherwise; what does not come is an {@link AssertionError} that says what came instead.
 *
 * <pre class="code">
 * try (VwsTestClient client = VwsTestClient.connect(port)) {
 *     client.subscribe("orders/#");
 *     client.publish("orders/new", new NewOrder("margherita"));
 *     OrderStatus status = client.expectEvent("orders/+id/status", OrderStatus.class);
 * }
 * </pre>
 */
public final class VwsTestClient implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/**
	 * Handlers run here, in order, so that a task behind them comes after all of them.
	 */
	private final ExecutorService handlers = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "vws-test-client");
		thread.setDaemon(true);
		return thread;
	});

	private final EventJournal<ReceivedEvent> journal = new EventJournal<>();

	private final CompletableFuture<ConnectionEnd> end = new CompletableFuture<>();

	private final VwsClient client;

	private Duration patience = PATIENCE;

	private int fences;

	private VwsTestClient(VwsClientBuilder builder) {
		this.client = builder.executor(this.handlers).listener(new EndListener()).build();
	}

	/**
	 * Connect to {@code /vws} of a server on this machine.
	 */
	public static VwsTestClient connect(int port) {
		return connect("ws://localhost:" + port + "/vws");
	}

	/**
	 * Connect to a server.
	 * @param url the endpoint, such as {@code wss://localhost:8443/vws}
	 */
	public static VwsTestClient connect(String url) {
		return connect(VwsClient.builder(url));
	}

	/**
	 * Connect to a server with credentials.
	 * @param url the endpoint
	 * @param headers headers of the upgrade, such as {@code Authorization}
	 */
	public static VwsTestClient connect(String url, Map<String, String> headers) {
		return connect(VwsClient.builder(url).headers(() -> headers));
	}

	/**
	 * Connect as a builder says.
	 */
	public static VwsTestClient connect(VwsClientBuilder builder) {
		VwsTestClient client = new VwsTestClient(builder);
		try {
			client.await(client.client.connect(), "The connection");
		}
		catch (AssertionError | RuntimeException ex) {
			client.close();
			throw ex;
		}
		return client;
	}

	/**
	 * Wait so long from now on.
	 */
	public VwsTestClient within(Duration patience) {
		this.patience = patience;
		return this;
	}

	/**
	 * The client beneath.
	 */
	public VwsClient client() {
		return this.client;
	}

	/**
	 * Subscribe, and wait until the server has confirmed.
	 * @throws RequestRefusedException if the server refuses
	 */
	public void subscribe(String... patterns) {
		List<CompletableFuture<Void>> ready = new ArrayList<>();
		for (String pattern : patterns) {
			ready.add(this.client.subscribe(pattern, this::received).ready());
		}
		ready.forEach((subscription) -> await(subscription, "The answer to a subscription"));
	}

	private void received(ReceivedEvent event) {
		this.journal.add(event, Topic.parse(event.topic()), event.json());
	}

	/**
	 * Publish, and wait until the server has taken the event.
	 * @throws RequestRefusedException if the server refuses
	 */
	public void publish(String topic, Object payload) {
		await(this.client.publish(topic, payload), "The answer to a publish");
	}

	/**
	 * Take the first event on a matching topic that was not taken yet, waiting for it if
	 * need be. One that several subscriptions of this client match comes for each of
	 * them.
	 * @throws AssertionError if none comes in time
	 */
	public ReceivedEvent expectEvent(String pattern) {
		return expectEvent(pattern, (event) -> true);
	}

	/**
	 * Take the first event on a matching topic that is as wanted.
	 * @throws AssertionError if none comes in time
	 */
	public ReceivedEvent expectEvent(String pattern, Predicate<ReceivedEvent> wanted) {
		return this.journal.take(TopicPattern.parse(pattern), wanted, this.patience);
	}

	/**
	 * Take the first event on a matching topic and convert its payload.
	 * @throws AssertionError if none comes in time
	 */
	public <T> T expectEvent(String pattern, Class<T> type) {
		return expectEvent(pattern).payload(type);
	}

	/**
	 * Fail if an event on a matching topic has come and was not taken. All that the
	 * server sent before this call is looked at, so there is no need to wait.
	 * @throws RuntimeException if there is no connection any more, nor will be
	 */
	public void expectNoEvent(String pattern) {
		fence();
		this.journal.mustNotHold(TopicPattern.parse(pattern));
	}

	/** The answer to a request comes behind all that was sent before. */
	private void fence() {
		ClientSubscription fence = this.client.subscribe("vws-test/fence/" + ++this.fences, (event) -> {
		});
		try {
			await(fence.ready(), "The answer to a request");
			await(fence.cancel(), "The answer to a request");
		}
		catch (RequestRefusedException ex) {
			// an answer all the same
		}
		CountDownLatch handled = new CountDownLatch(1);
		this.handlers.execute(handled::countDown);
		try {
			if (!handled.await(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new AssertionError("What was received was not handled within " + this.patience);
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * Wait for the end of the connection.
	 * @return how it ended first
	 * @throws AssertionError if it does not end in time
	 */
	public ConnectionEnd expectEnd() {
		return await(this.end, "The end of the connection");
	}

	private <T> T await(CompletableFuture<T> future, String what) {
		try {
			return future.get(this.patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError(what + " did not come within " + this.patience, ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new CompletionException(ex.getCause());
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private static IllegalStateException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new IllegalStateException("Interrupted while waiting", ex);
	}

	@Override
	public void close() {
		this.client.close();
		this.handlers.shutdown();
	}

	/** Hears of the first end. */
	private final class EndListener implements VwsClientListener {

		@Override
		public void closed(ConnectionEnd end) {
			VwsTestClient.this.end.complete(end);
		}

	}

}
