package io.vws.spring.client;

import java.time.Duration;

import io.vws.delivery.OverflowPolicy;

/**
 * Limits of a {@link LocalVwsClient}.
 *
 * @param requestTimeout how long a request waits for {@code connect}
 * @param queueCapacity how many messages may wait for {@code connect}
 * @param handlerCapacity how many events may wait for the handler of a subscription
 * @param onOverflow what happens to a further one; with {@link OverflowPolicy#DISCONNECT}
 * it is refused with {@code busy}, and nobody gets it
 */
public record LocalClientSettings(Duration requestTimeout, int queueCapacity, int handlerCapacity,
		OverflowPolicy onOverflow) {

	/**
	 * Return the limits of a client that is told nothing else.
	 */
	public static LocalClientSettings defaults() {
		return new LocalClientSettings(Duration.ofSeconds(10), 100, 1024, OverflowPolicy.DISCONNECT);
	}

}
