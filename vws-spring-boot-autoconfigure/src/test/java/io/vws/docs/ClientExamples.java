package io.vws.docs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import io.vws.client.ClientState;
import io.vws.client.ClientStatus;
import io.vws.client.ClientSubscription;
import io.vws.client.Gap;
import io.vws.client.ReceivedEvent;
import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import org.jspecify.annotations.Nullable;

/**
 * The Java code of the documentation of the client, as {@link Examples} is for the rest.
 */
abstract class ClientExamples {

	abstract void show(String id, Status status);

	abstract void log(String text);

	abstract void loadOrders();

	abstract void reload(Instant from, List<String> patterns);

	void begin(Tokens tokens) {
		// @formatter:off
		VwsClient client = VwsClient.builder("wss://shop.example/vws")
			.headers(() -> Map.of("Authorization", "Bearer " + tokens.fresh()))
			.build();
		client.subscribe("orders/+id/status", Status.class,
				(status, event) -> show(event.variable("id"), status));
		client.connect();
		client.publish("orders/7/notes", new Note("no onions")).join();
		client.close();
		// @formatter:on
	}

	void subscribe(VwsClient client, Queue<ReceivedEvent> queue) {
		ClientSubscription subscription = client.subscribe("orders/+id/#", (event) -> queue.add(event));
		subscription.ready().thenRun(() -> loadOrders());
		subscription.cancel();
	}

	boolean publish(VwsClient client) {
		// @formatter:off
		client.publish("orders/7/status", new Status("baking")).whenComplete((ok, failure) -> {
			if (failure instanceof RequestRefusedException refusal) {
				log(refusal.code() + ": " + refusal.getMessage());
			}
		});
		boolean taken = client.send("kitchen/temperature", 21.5);
		// @formatter:on
		return taken;
	}

	void listen(VwsClient client) {
		// @formatter:off
		client.addListener(new VwsClientListener() {

			@Override
			public void stateChanged(ClientStatus status, ClientState previous) {
				log(previous + " -> " + status.state());
			}

			@Override
			public void gap(Gap gap) {
				reload(gap.from(), gap.patterns());
			}

			@Override
			public void failed(Throwable failure, @Nullable String pattern) {
				log(pattern + ": " + failure);
			}

		});
		// @formatter:on
	}

	interface Tokens {

		String fresh();

	}

	record Status(String status) {
	}

	record Note(String text) {
	}

}
