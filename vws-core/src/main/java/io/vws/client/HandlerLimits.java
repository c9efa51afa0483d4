package io.vws.client;

import io.vws.delivery.OverflowPolicy;

/**
 * Limits of the queue of each subscription.
 *
 * @param capacity events that may wait for the handler
 * @param onOverflow what happens to a further one
 */
record HandlerLimits(int capacity, OverflowPolicy onOverflow) {
}
