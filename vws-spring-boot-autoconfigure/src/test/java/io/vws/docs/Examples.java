package io.vws.docs;

import java.util.Map;
import java.util.Queue;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.Subscription;
import io.vws.spring.event.VwsMessageEvent;
import io.vws.spring.event.VwsTopic;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/**
 * The Java code of the documentation, so that it compiles; {@link DocumentationTests}
 * compares.
 */
abstract class Examples {

	abstract void use(Object value);

	Subscription readme(ApplicationEventPublisher events, EventBus bus, Queue<Event> queue) {
		// @formatter:off
		events.publishEvent(new RoomHeated("kitchen", 21.5));
		events.publishEvent(new OrderStatusChanged(7, "baking")); // Spring's ApplicationEventPublisher
		bus.publish("orders/7/status", Map.of("status", "baking"));
		Subscription subscription = bus.subscribe("orders/+id/status", (event, matched) -> queue.add(event));
		// @formatter:on
		return subscription;
	}

	@EventListener
	void wish(VwsMessageEvent message) {
		Wish wish = message.payload(Wish.class);
		use(wish);
	}

	@EventListener(condition = "#message.topic() == 'orders/new'")
	void order(VwsMessageEvent message) {
		NewOrder order = message.payload(NewOrder.class);
		String client = message.sender().name();
		use(order);
		use(client);
	}

	@VwsTopic("room/{name}/heated")
	public record RoomHeated(String name, double celsius) {
	}

	@VwsTopic("orders/{id}/status")
	public record OrderStatusChanged(long id, String status) {
	}

	record Wish(double celsius) {
	}

	record NewOrder(String pizza) {
	}

}
