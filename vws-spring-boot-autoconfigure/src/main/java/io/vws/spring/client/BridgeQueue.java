package io.vws.spring.client;

import java.time.Duration;

import io.vws.delivery.OverflowPolicy;

/**
 * What waits in a {@link VwsBridge} on its way to the server.
 *
 * @param capacity most events that may wait
 * @param onOverflow what happens to a further one
 * @param stopTimeout longest time for sending what waits when the bridge stops
 */
public record BridgeQueue(int capacity, OverflowPolicy onOverflow, Duration stopTimeout) {
}
