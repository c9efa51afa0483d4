package io.vws.bench.load;

import java.nio.ByteBuffer;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One way to publish and subscribe over WebSocket. Writes messages without their frames,
 * and tells an {@link Inbox} what arrives. Stateless, except for what it keeps in a
 * {@link Client}.
 */
public interface Protocol {

	/**
	 * The protocol of a name: {@code vws}, {@code stomp}, {@code mqtt} or {@code raw}.
	 * @throws IllegalArgumentException if there is none
	 */
	static Protocol named(String name) {
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "vws" -> new VwsProtocol();
			case "stomp" -> new StompProtocol();
			case "mqtt" -> new MqttProtocol();
			case "raw" -> new RawProtocol();
			default -> throw new IllegalArgumentException("Not a protocol: " + name);
		};
	}

	/** Path of the upgrade. */
	String path();

	/** WebSocket subprotocol to ask for. */
	default @Nullable String subprotocol() {
		return null;
	}

	/** Whether messages are binary. */
	default boolean isBinary() {
		return false;
	}

	/** Whether a subscribe is answered. */
	default boolean acknowledgesSubscribe() {
		return true;
	}

	/** Whether a publish is answered. */
	default boolean acknowledgesPublish() {
		return true;
	}

	/**
	 * Write the first message of a connection. Nothing, if there is no such step.
	 */
	default void connect(ByteBuffer out, int client) {
	}

	/**
	 * Write a subscribe.
	 * @param id number of the request, unique for the connection
	 * @param pattern the pattern, with the wildcard {@code +}
	 */
	void subscribe(ByteBuffer out, int client, int id, String pattern);

	/**
	 * Write a publish.
	 * @param number number of the publish
	 * @param destination its topic
	 * @param payload not copied
	 */
	void publish(ByteBuffer out, int number, Destination destination, byte[] payload);

	/**
	 * Read one WebSocket message.
	 */
	void receive(Client client, ByteBuffer in, int from, int to, Inbox inbox);

	/**
	 * Where a publish goes.
	 *
	 * @param topic the topic, in ASCII
	 * @param client the only client that subscribes to it, or a negative number for all
	 */
	record Destination(byte[] topic, int client) {

	}

}
