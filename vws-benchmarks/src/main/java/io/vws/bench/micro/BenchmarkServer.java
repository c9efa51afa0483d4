package io.vws.bench.micro;

import java.time.Duration;
import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Peer;
import io.vws.bus.PublishObservation;
import io.vws.server.DeliverObservation;
import io.vws.server.PatternAuthorizer;
import io.vws.server.RateLimits;
import io.vws.server.ReceiveObservation;
import io.vws.server.ServerSettings;
import io.vws.server.VwsConnection;
import io.vws.server.VwsServer;
import io.vws.topic.TopicPattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with rules like those of an application, whose peers may send as fast as they
 * can; they are {@link #connect}ed without sockets.
 */
final class BenchmarkServer implements AutoCloseable {

	private static final PatternAuthorizer.Access ALL = PatternAuthorizer.Access.PERMIT_ALL;

	private static final PatternAuthorizer.Access NONE = PatternAuthorizer.Access.DENY_ALL;

	private static final PatternAuthorizer.Rule OTHERS = new PatternAuthorizer.Rule(TopicPattern.parse("admin/#"),
			NONE);

	private static final PatternAuthorizer.Rule SITES = new PatternAuthorizer.Rule(TopicPattern.parse("site/+site/#"),
			ALL);

	final JsonMapper mapper = JsonMapper.builder().build();

	final InMemoryEventBus bus = new InMemoryEventBus(this.mapper);

	private final VwsServer server;

	private int connections;

	BenchmarkServer() {
		this(ObservationRegistry.NOOP);
	}

	BenchmarkServer(ObservationRegistry observations) {
		this.server = VwsServer
			.builder(this.bus, new PatternAuthorizer(List.of(OTHERS, SITES), List.of(OTHERS, SITES)), this.mapper)
			.settings(settings())
			.observe(new ReceiveObservation(observations, null), new PublishObservation(observations, null))
			.observe(new DeliverObservation(observations, null))
			.build();
	}

	private static ServerSettings settings() {
		ServerSettings defaults = ServerSettings.defaults();
		ServerSettings.Limits limits = defaults.limits();
		return new ServerSettings(
				new ServerSettings.Limits(limits.connections(), RateLimits.none(), limits.maxSubscriptions(),
						limits.maxMessageBytes(), limits.maxEventBytes()),
				defaults.timeouts(), defaults.queue(), defaults.forwardHeaders(), defaults.trace(),
				defaults.initialSubscriptions());
	}

	/** A peer that reads whatever it is sent at once. */
	VwsConnection connect() {
		return this.server.open(new Peer("peer-" + this.connections++, null, null), new DiscardingTransport());
	}

	/** Wait until the writer of a connection has all but so many messages behind it. */
	static void await(VwsConnection connection, int messages) {
		while (connection.queuedMessages() > messages) {
			Thread.yield();
		}
	}

	@Override
	public void close() {
		this.server.stop(Duration.ZERO);
	}

}
