package io.vws.spring.client;

import java.util.concurrent.Executor;

import io.vws.bus.Peer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Joins a server to the bus of the application: events of some patterns of the server are
 * published to the bus, and events of some patterns of the bus to the server. What came
 * from the server does not go back to it. An event that gets lost on the way is counted
 * and logged.
 */
public final class VwsBridge {

	private final InboundBridge inbound;

	private final OutboundBridge outbound;

	/**
	 * Create a bridge.
	 * @param inbound the way from the server to the bus; its patterns must not overlap,
	 * or some events would come twice
	 * @param outbound the way from the bus to the server; what the one way brings must
	 * not be what the other one takes, or events would go round
	 * @param queue what waits on its way to the server
	 * @param mapper reads payloads
	 * @param executor sends to the server; its threads may wait
	 */
	public VwsBridge(BridgeEnds ends, BridgeRoute inbound, BridgeRoute outbound, BridgeQueue queue, JsonMapper mapper,
			Executor executor) {
		Peer sender = new Peer("bridge-" + ends.name(), null, null);
		this.inbound = new InboundBridge(ends, inbound, sender, mapper);
		this.outbound = new OutboundBridge(ends, outbound, sender, queue, executor);
	}

	void start() {
		this.inbound.start();
		this.outbound.start();
	}

	void stop() {
		this.inbound.stop();
		this.outbound.stop();
	}

}
