package io.vws.client;

import java.util.ArrayList;
import java.util.List;

/**
 * A handler that notes what it gets, as {@code topic=payload}.
 */
final class Received {

	final List<String> events = new ArrayList<>();

	final ClientSubscription subscription;

	Received(VwsClient client, String pattern) {
		this.subscription = client.subscribe(pattern, this::handle);
	}

	private void handle(ReceivedEvent event) {
		this.events.add(event.topic() + "=" + event.json());
	}

}
