package io.vws.spring.client;

import io.vws.bus.EventBus;
import io.vws.client.VwsClient;
import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import io.vws.spring.event.EventFailure;
import io.vws.spring.event.EventFailureListener;
import org.slf4j.LoggerFactory;

/**
 * What a {@link VwsBridge} joins.
 *
 * @param name name of the bridge
 * @param client client of the server
 * @param bus bus of the application
 * @param failures told of each event that gets lost
 */
public record BridgeEnds(String name, VwsClient client, EventBus bus, EventFailureListener failures) {

	private static final LogThrottle inbound = new LogThrottle(LoggerFactory.getLogger(VwsBridge.class));

	private static final LogThrottle outbound = new LogThrottle(LoggerFactory.getLogger(VwsBridge.class));

	/** Tell that the bus did not take an event. */
	void lostInbound(String topic, String reason) {
		this.failures.failed(EventFailure.BRIDGE_INBOUND);
		inbound.warn("Bridge '{}' lost an event of '{}' on its way from the server: {}", this.name,
				LogText.printable(topic), reason);
	}

	/** Tell that the server did not take an event, or that nobody knows. */
	void lostOutbound(String topic, String reason) {
		this.failures.failed(EventFailure.BRIDGE_OUTBOUND);
		outbound.warn("Bridge '{}' lost an event of '{}' on its way to the server: {}", this.name,
				LogText.printable(topic), reason);
	}

}
