package io.vws.autoconfigure.client;

import java.util.List;
import java.util.Map;

import io.vws.delivery.OverflowPolicy;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of the bridges between servers and the bus.
 *
 * @param bridges Bridges by name: what each takes from a server to the event bus of the
 * application, and from there to the server.
 */
@ConfigurationProperties("vws")
public record VwsBridgesProperties(@DefaultValue Map<String, Bridge> bridges) {

	/**
	 * A bridge.
	 *
	 * @param enabled Whether there is this bridge.
	 * @param client Name of the client below "vws.clients" whose server it joins, empty
	 * for that of "vws.client".
	 * @param inbound What it takes from the server to the bus.
	 * @param outbound What it takes from the bus to the server.
	 */
	public record Bridge(@DefaultValue("true") boolean enabled, @DefaultValue("") String client,
			@DefaultValue Inbound inbound, @DefaultValue Outbound outbound) {
	}

	/**
	 * What a bridge takes from the server to the bus.
	 *
	 * @param patterns Patterns of topics of the server.
	 * @param prefix Levels that go before the topic on the bus.
	 */
	public record Inbound(@DefaultValue List<String> patterns, @DefaultValue("") String prefix) {
	}

	/**
	 * What a bridge takes from the bus to the server.
	 *
	 * @param patterns Patterns of topics of the bus.
	 * @param prefix Levels that go before the topic at the server.
	 * @param queueCapacity Most events that may wait on their way to the server.
	 * @param onOverflow What happens to an event that does not fit. With "disconnect"
	 * whoever publishes it gets "busy".
	 */
	public record Outbound(@DefaultValue List<String> patterns, @DefaultValue("") String prefix,
			@DefaultValue("1024") int queueCapacity, @DefaultValue("drop-oldest") OverflowPolicy onOverflow) {
	}

}
