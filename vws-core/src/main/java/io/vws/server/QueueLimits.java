package io.vws.server;

import io.vws.delivery.OverflowPolicy;

/**
 * Bounds of the outbound queue of each connection. They count what waits and what is
 * being written. Where the policy drops events, answers have bounds of the same size to
 * themselves, since they are never dropped.
 *
 * @param maxMessages most messages
 * @param maxBytes most bytes
 * @param onOverflow what happens when an event does not fit
 */
public record QueueLimits(int maxMessages, long maxBytes, OverflowPolicy onOverflow) {
}
