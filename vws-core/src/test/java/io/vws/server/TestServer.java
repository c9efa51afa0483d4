package io.vws.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Peer;
import io.vws.delivery.OverflowPolicy;
import io.vws.topic.TopicPattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on a real bus; its clients are played by the test, see {@link TestClient}.
 */
final class TestServer implements AutoCloseable {

	static final JsonMapper MAPPER = JsonMapper.builder().build();

	final InMemoryEventBus bus;

	final RecordingListener listener;

	final VwsServer server;

	private final List<TestClient> clients = new ArrayList<>();

	private TestServer(InMemoryEventBus bus, RecordingListener listener, VwsServer server) {
		this.bus = bus;
		this.listener = listener;
		this.server = server;
	}

	/** A server that allows everything. */
	static TestServer create() {
		return create(settings());
	}

	static TestServer create(ServerSettings settings) {
		return create(VwsAuthorizer.allowAll(), (builder) -> builder.settings(settings));
	}

	static TestServer create(VwsAuthorizer authorizer) {
		return create(authorizer, (builder) -> builder.settings(settings()));
	}

	static TestServer create(VwsAuthorizer authorizer, UnaryOperator<VwsServerBuilder> customizer) {
		InMemoryEventBus bus = new InMemoryEventBus(MAPPER);
		RecordingListener listener = new RecordingListener();
		return new TestServer(bus, listener,
				customizer.apply(VwsServer.builder(bus, authorizer, MAPPER).listener(listener)).build());
	}

	/** As they are unless said otherwise, but for tests that send as fast as they can. */
	static ServerSettings settings() {
		return limits(10_000, 1000, 32 * 1024);
	}

	static ServerSettings limits(int maxConnections, int maxSubscriptions, int maxMessageBytes) {
		return limits(new ConnectionLimits(maxConnections, 0, 0, 0), RateLimits.none(), maxSubscriptions,
				maxMessageBytes);
	}

	static ServerSettings connections(ConnectionLimits connections) {
		return limits(connections, RateLimits.none(), 1000, 32 * 1024);
	}

	static ServerSettings rates(RateLimits rates) {
		return limits(new ConnectionLimits(10_000, 0, 0, 0), rates, 1000, 32 * 1024);
	}

	private static ServerSettings limits(ConnectionLimits connections, RateLimits rates, int maxSubscriptions,
			int maxMessageBytes) {
		ServerSettings defaults = ServerSettings.defaults();
		return new ServerSettings(
				new ServerSettings.Limits(connections, rates, maxSubscriptions, maxMessageBytes, 1024 * 1024),
				defaults.timeouts(), defaults.queue(), defaults.forwardHeaders(), defaults.trace(), List.of());
	}

	static ServerSettings queue(int maxMessages, OverflowPolicy policy) {
		ServerSettings defaults = settings();
		return new ServerSettings(defaults.limits(), defaults.timeouts(),
				new QueueLimits(maxMessages, 1024 * 1024, policy), defaults.forwardHeaders(), defaults.trace(),
				List.of());
	}

	/**
	 * Pings as usual, and no limit for writes: the test's clock runs too fast for them.
	 */
	static ServerSettings pingsOnly() {
		ServerSettings defaults = settings();
		return new ServerSettings(defaults.limits(),
				new ServerSettings.Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofDays(100)),
				defaults.queue(), defaults.forwardHeaders(), defaults.trace(), List.of());
	}

	static ServerSettings initialSubscriptions(String... patterns) {
		ServerSettings defaults = settings();
		return new ServerSettings(defaults.limits(), defaults.timeouts(), defaults.queue(), defaults.forwardHeaders(),
				defaults.trace(), Arrays.stream(patterns).map(TopicPattern::parse).toList());
	}

	/** Connect alice. */
	TestClient connect(String id) {
		return connect(id, Validity.unlimited());
	}

	/** Connect alice. */
	TestClient connect(String id, Validity validity) {
		return connect(new Peer(id, () -> "alice", "10.0.0.1"), validity);
	}

	/** Connect somebody else, or nobody. */
	TestClient connect(String id, @Nullable String user) {
		return connect(new Peer(id, (user != null) ? () -> user : null, "10.0.0.1"));
	}

	TestClient connect(Peer peer) {
		return connect(peer, Validity.unlimited());
	}

	private TestClient connect(Peer peer, Validity validity) {
		TestClient client = new TestClient(this.server, peer, validity);
		this.clients.add(client);
		return client;
	}

	/** Waits like Awaitility, but looks more often. */
	static ConditionFactory await() {
		return Awaitility.with().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).await();
	}

	/** Stop the clock: time passes only where the test says so. */
	void stopClock() {
		this.server.watchdog().close();
	}

	/** Let time pass, in steps, until something has happened. */
	void advanceUntil(Duration step, BooleanSupplier happened) {
		await().until(() -> {
			this.server.clock().advance(step.toNanos());
			return happened.getAsBoolean();
		});
	}

	@Override
	public void close() {
		this.clients.forEach((client) -> client.transport.unblock());
		this.server.stop(Duration.ofSeconds(10));
	}

}
