package io.vws.server;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.vws.bus.EventBus;
import io.vws.bus.PublishObservation;
import io.vws.transform.InboundTransform;
import io.vws.transform.OutboundTransform;
import io.vws.transform.PeerTransform;
import io.vws.transform.TopicMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a {@link VwsServer}.
 */
public final class VwsServerBuilder {

	final EventBus bus;

	final VwsAuthorizer authorizer;

	final JsonMapper mapper;

	ServerSettings settings = ServerSettings.defaults();

	final List<ServerListener> listeners = new ArrayList<>();

	ClientEventListener clientEvents = ClientEventListener.none();

	final List<InboundTransform> inbound = new ArrayList<>();

	final List<OutboundTransform> outbound = new ArrayList<>();

	final List<PeerTransform> outboundByPeer = new ArrayList<>();

	TopicMapping topicMapping = (peer) -> null;

	PublishObservation publishObservation = PublishObservation.none();

	ReceiveObservation receiveObservation = ReceiveObservation.none();

	DeliverObservation deliverObservation = DeliverObservation.none();

	Clock wallClock = Clock.systemUTC();

	VwsServerBuilder(EventBus bus, VwsAuthorizer authorizer, JsonMapper mapper) {
		this.bus = bus;
		this.authorizer = authorizer;
		this.mapper = mapper;
	}

	/**
	 * Set the settings; {@link ServerSettings#defaults()} unless called.
	 */
	public VwsServerBuilder settings(ServerSettings settings) {
		this.settings = settings;
		return this;
	}

	/**
	 * Add who is told what happens; nobody unless called.
	 */
	public VwsServerBuilder listener(ServerListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Set who hears what clients publish; nobody unless called.
	 */
	public VwsServerBuilder clientEvents(ClientEventListener clientEvents) {
		this.clientEvents = clientEvents;
		return this;
	}

	/**
	 * Add a transform of what clients publish, behind those added before.
	 */
	public VwsServerBuilder inbound(InboundTransform transform) {
		this.inbound.add(transform);
		return this;
	}

	/**
	 * Add a transform of what is sent to clients, behind those added before.
	 */
	public VwsServerBuilder outbound(OutboundTransform transform) {
		this.outbound.add(transform);
		return this;
	}

	/**
	 * Add a transform of what is sent to each client, behind those added before and
	 * behind those for all clients.
	 */
	public VwsServerBuilder outbound(PeerTransform transform) {
		this.outboundByPeer.add(transform);
		return this;
	}

	/**
	 * Set the names that clients have for topics; those of the bus unless called.
	 */
	public VwsServerBuilder topicMapping(TopicMapping topicMapping) {
		this.topicMapping = topicMapping;
		return this;
	}

	/**
	 * Set what observes the requests of clients, and that what they publish goes onto the
	 * bus; nothing unless called.
	 */
	public VwsServerBuilder observe(ReceiveObservation receive, PublishObservation publish) {
		this.receiveObservation = receive;
		this.publishObservation = publish;
		return this;
	}

	/**
	 * Set what observes each delivery of an event to a connection; nothing unless called.
	 */
	public VwsServerBuilder observe(DeliverObservation deliver) {
		this.deliverObservation = deliver;
		return this;
	}

	/**
	 * Set the clock that says whether an identity has expired; the system's unless
	 * called.
	 */
	public VwsServerBuilder wallClock(Clock wallClock) {
		this.wallClock = wallClock;
		return this;
	}

	/**
	 * Start the server.
	 */
	public VwsServer build() {
		return new VwsServer(this);
	}

}
