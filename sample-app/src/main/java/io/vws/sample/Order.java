package io.vws.sample;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An order as it stands.
 *
 * @param id number of the order
 * @param customer name of who ordered
 * @param item what was ordered, from the {@link Shop#MENU menu}
 * @param quantity how many of it
 * @param reference what the customer's page calls itself, {@code null} for a simulated
 * customer
 * @param placedAt when the shop took the order
 * @param status what became of it
 */
record Order(String id, String customer, String item, int quantity, @Nullable String reference, Instant placedAt,
		OrderStatus status) {

	Order with(OrderStatus newStatus) {
		return new Order(this.id, this.customer, this.item, this.quantity, this.reference, this.placedAt, newStatus);
	}

}
