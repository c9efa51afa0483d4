package io.vws.sample;

import java.time.Instant;

import io.vws.spring.event.VwsTopic;
import org.jspecify.annotations.Nullable;

/**
 * An order was taken. The annotation is all it takes to have this application event in
 * every browser that subscribed to {@code customers/+/orders/+/placed}.
 *
 * @param id number of the order, a level of the topic
 * @param customer name of who ordered, a level of the topic
 * @param item what was ordered
 * @param quantity how many of it
 * @param reference what the customer's page calls itself, {@code null} for a simulated
 * customer
 * @param placedAt when the shop took the order
 */
@VwsTopic("customers/{customer}/orders/{id}/placed")
record OrderPlaced(String id, String customer, String item, int quantity, @Nullable String reference,
		Instant placedAt) {

	static OrderPlaced of(Order order) {
		return new OrderPlaced(order.id(), order.customer(), order.item(), order.quantity(), order.reference(),
				order.placedAt());
	}

}
