package io.vws.spring.event;

import java.util.function.Supplier;

/**
 * An event that waits for a listener.
 *
 * @param topic its topic
 * @param message makes the message, on the listener's thread
 */
record Delivery(String topic, Supplier<EventMessage> message) {
}
