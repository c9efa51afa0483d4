package io.vws.server;

import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vws.bus.EventBus;
import io.vws.bus.Peer;
import io.vws.bus.PublishObservation;
import io.vws.log.LogThrottle;
import io.vws.topic.TopicPrefix;
import io.vws.transform.TopicMapping;
import io.vws.wire.VwsCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exposes an {@link EventBus} to the peers of WebSocket connections. Holds what all
 * connections share and the connections themselves; a web container hands it each
 * connection it accepted, by {@link #open}. Thread-safe.
 */
public final class VwsServer implements AutoCloseable {

	private static final Duration WRITE_TIMEOUT_WHEN_EXHAUSTED = Duration.ofSeconds(1);

	private static final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(VwsServer.class));

	private final ServerSettings settings;

	private final EventBus bus;

	private final VwsAuthorizer authorizer;

	private final ServerListener listener;

	private final VwsCodec codec;

	private final EventEncoder encoder;

	private final EventIntake intake;

	private final @Nullable PeerTransforms peerTransforms;

	private final TopicMapping topicMapping;

	private final ReceiveObservation receiveObservation;

	private final DeliverObservation deliverObservation;

	private final CoarseClock clock = new CoarseClock();

	private final Clock wallClock;

	private final Admission admission;

	private final RateBuckets rates;

	private final WriterThreads threads = WriterThreads.create();

	private final Watchdog watchdog;

	private final Set<VwsConnection> connections = ConcurrentHashMap.newKeySet();

	private final ServerStatistics statistics = new ServerStatistics(this.connections);

	private final GracefulStop ending = new GracefulStop(this.connections);

	VwsServer(VwsServerBuilder builder) {
		this.settings = builder.settings;
		this.bus = builder.bus;
		this.authorizer = builder.authorizer;
		this.listener = new ServerListeners(builder.listeners);
		this.wallClock = builder.wallClock;
		this.codec = new VwsCodec(this.settings.forwardHeaders());
		this.encoder = new EventEncoder(this.codec, this.settings.limits().maxEventBytes(),
				OutboundTransforms.of(builder.outbound, this.listener), this.statistics);
		this.peerTransforms = PeerTransforms.of(builder.outboundByPeer, this.listener);
		this.topicMapping = builder.topicMapping;
		this.intake = new EventIntake(new HandOver(this.bus, builder.clientEvents, builder.publishObservation),
				this.authorizer, builder.mapper, this.settings.trace(),
				InboundTransforms.of(builder.inbound, this.listener));
		this.receiveObservation = builder.receiveObservation;
		this.deliverObservation = builder.deliverObservation;
		this.admission = new Admission(this.settings.limits().connections(), this.clock);
		this.rates = new RateBuckets(this.settings.limits().rates(), this.clock);
		this.watchdog = new Watchdog(this.clock, this.settings.timeouts().shortest(), this::check);
		this.watchdog.start();
	}

	/**
	 * Return a builder of a server.
	 * @param bus the bus to expose
	 * @param authorizer decides what peers may do
	 * @param mapper reads payloads of clients for who asks
	 */
	public static VwsServerBuilder builder(EventBus bus, VwsAuthorizer authorizer, JsonMapper mapper) {
		return new VwsServerBuilder(bus, authorizer, mapper);
	}

	/**
	 * Why a further connection would not be taken now, whoever wants it.
	 * @return the reason or {@code null} if one would be taken
	 */
	public @Nullable CloseReason refusal() {
		return this.admission.refusal();
	}

	/**
	 * A peer wants to connect. To be asked once for each handshake; the listeners are
	 * told of those that are refused.
	 * @param principal who the peer is, {@code null} if nobody asked
	 * @param address remote address, {@code null} if unknown
	 * @return why the peer must be refused or {@code null} if it may connect
	 */
	public @Nullable CloseReason handshake(@Nullable Principal principal, @Nullable String address) {
		CloseReason refusal = this.admission.handshake(principal, address);
		if (refusal != null) {
			this.listener.rejected(refusal);
		}
		return refusal;
	}

	/**
	 * Take a connection whose peer stays who it is.
	 */
	public VwsConnection open(Peer peer, Transport transport) {
		return open(peer, transport, Validity.unlimited());
	}

	/**
	 * Take a connection. If it is not taken it is closed, and what it sends is ignored.
	 * @param validity how long the identity of the peer holds
	 */
	public VwsConnection open(Peer peer, Transport transport, Validity validity) {
		ClientNames names = names(peer);
		VwsConnection connection = new VwsConnection(peer, (names != null) ? names : ClientNames.OF_THE_BUS, this,
				transport, validity);
		this.listener.opened(peer); // before anybody can end it
		this.connections.add(connection);
		// Asked once it is in, so that stop() misses none. Of two that come at once, one
		// is the later.
		CloseReason refusal = this.admission.enter(peer);
		if (refusal != null) {
			this.listener.rejected(refusal);
			connection.close(refusal);
		}
		else if (names == null) {
			connection.close(CloseReason.INTERNAL); // before it is told of anything
		}
		else {
			connection.open();
		}
		return connection;
	}

	/** Return what a peer calls the topics, {@code null} if that cannot be found out. */
	private @Nullable ClientNames names(Peer peer) {
		try {
			TopicPrefix prefix = this.topicMapping.prefix(peer);
			return (prefix != null) ? new ClientNames(prefix) : ClientNames.OF_THE_BUS;
		}
		catch (RuntimeException | Error ex) {
			failures.failed(ex, "Connection {} is closed because its topics cannot be mapped", peer.connectionId());
			return null;
		}
	}

	/**
	 * The connections that are open or closing.
	 */
	public Collection<VwsConnection> connections() {
		return Collections.unmodifiableSet(this.connections);
	}

	/**
	 * Stop at once, as {@link #stop(Duration, Duration)} does without spreading the ends
	 * of the connections.
	 */
	public void stop(Duration timeout) {
		stop(timeout, Duration.ZERO);
	}

	/**
	 * Stop: take no further connections, refuse what clients ask for with
	 * {@code shutting-down}, send what waits, close all with 1001, and return when all
	 * have ended or the time is over; what is left then is cut.
	 * @param timeout longest time for all of it
	 * @param spread time over which many connections are closed, so that their clients do
	 * not come back all at once: at most half of the timeout, and no more than 10 ms for
	 * each connection
	 */
	public void stop(Duration timeout, Duration spread) {
		this.admission.close();
		this.ending.run(timeout, spread);
		this.watchdog.close();
		this.threads.close();
	}

	/**
	 * Stop at once, unless it has been stopped: an application that fails to start never
	 * does.
	 */
	@Override
	public void close() {
		if (!isStopping()) {
			stop(Duration.ZERO);
		}
	}

	private void check() {
		this.threads.check();
		for (VwsConnection connection : this.connections) {
			try {
				connection.check();
			}
			catch (RuntimeException | Error ex) {
				failures.failed(ex, "Looking at connection {} failed", connection.peer().connectionId());
			}
		}
	}

	/** The transport of a connection has ended. */
	void forget(VwsConnection connection) {
		if (this.statistics.remove(connection)) {
			this.admission.leave(connection.peer());
		}
		if (isStopping()) {
			this.ending.check();
		}
	}

	/** Shorter while peers that do not read keep all writer threads from the others. */
	Duration writeTimeout() {
		Duration timeout = this.settings.timeouts().write();
		return (this.threads.isExhausted() && timeout.compareTo(WRITE_TIMEOUT_WHEN_EXHAUSTED) > 0)
				? WRITE_TIMEOUT_WHEN_EXHAUSTED : timeout;
	}

	/**
	 * Whether {@link #stop} has been called.
	 */
	public boolean isStopping() {
		return this.admission.isClosed();
	}

	/**
	 * What the server was told to do.
	 */
	public ServerSettings settings() {
		return this.settings;
	}

	/**
	 * What the server has done and what it holds.
	 */
	public ServerStatistics statistics() {
		return this.statistics;
	}

	EventBus bus() {
		return this.bus;
	}

	VwsAuthorizer authorizer() {
		return this.authorizer;
	}

	ServerListener listener() {
		return this.listener;
	}

	VwsCodec codec() {
		return this.codec;
	}

	EventEncoder encoder() {
		return this.encoder;
	}

	@Nullable PeerTransforms peerTransforms() {
		return this.peerTransforms;
	}

	EventIntake intake() {
		return this.intake;
	}

	ReceiveObservation receiveObservation() {
		return this.receiveObservation;
	}

	DeliverObservation deliverObservation() {
		return this.deliverObservation;
	}

	CoarseClock clock() {
		return this.clock;
	}

	Clock wallClock() {
		return this.wallClock;
	}

	Watchdog watchdog() {
		return this.watchdog;
	}

	RateBuckets rates() {
		return this.rates;
	}

	WriterThreads threads() {
		return this.threads;
	}

}
