package io.vws.spring.client;

import io.vws.bus.EventBus;
import io.vws.client.VwsClient;
import io.vws.spring.event.EventOutcomeListener;

/**
 * What a {@link VwsBridge} joins.
 *
 * @param name name of the bridge
 * @param client client of the server
 * @param bus bus of the application
 * @param failures told of each event that gets lost
 */
public record BridgeEnds(String name, VwsClient client, EventBus bus, EventOutcomeListener failures) {
}
