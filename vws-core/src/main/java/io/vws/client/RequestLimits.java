package io.vws.client;

import java.time.Duration;

/**
 * Limits of what a client asks for.
 *
 * @param timeout how long a request waits for its answer, in the queue and after it
 * @param queueCapacity messages that may wait while there is no connection
 * @param queueBytes bytes of messages that may wait for the connection or its socket
 */
record RequestLimits(Duration timeout, int queueCapacity, int queueBytes) {
}
