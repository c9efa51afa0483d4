package io.vws.sample;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Owns the orders, in memory, and tells the application what happens to them.
 * <p>
 * The lock is held while an event is published. So events leave in the order in which the
 * orders changed, and nobody waits long: publishing hands the event to each connection's
 * queue and returns.
 */
@Service
class Shop {

	static final List<String> MENU = List.of("Margherita", "Marinara", "Diavola", "Funghi", "Capricciosa", "Calzone");

	private final ApplicationEventPublisher events;

	private final Clock clock;

	private final int capacity;

	private final Map<String, Order> orders = new LinkedHashMap<>();

	private int lastId = 1000;

	Shop(ApplicationEventPublisher events, Clock clock, ShopProperties properties) {
		this.events = events;
		this.clock = clock;
		this.capacity = properties.capacity();
	}

	/**
	 * Take an order. Once the shop holds as many orders as it can, it forgets the oldest
	 * finished one.
	 * @param customer name of who orders
	 * @param item what is ordered
	 * @param quantity how many of it
	 * @param reference what the customer's page calls itself, if there is one
	 * @return the order, or empty if there is no room because all orders are open
	 */
	synchronized Optional<Order> place(String customer, String item, int quantity, @Nullable String reference) {
		if (this.orders.size() >= this.capacity && !forgetOldestFinished()) {
			return Optional.empty();
		}
		this.lastId++;
		Order order = new Order(Integer.toString(this.lastId), customer, item, quantity, reference,
				this.clock.instant(), OrderStatus.PLACED);
		this.orders.put(order.id(), order);
		this.events.publishEvent(OrderPlaced.of(order));
		return Optional.of(order);
	}

	/**
	 * Note how far the kitchen is with an order.
	 * @param id number of the order
	 * @param status what the kitchen has done; nothing changes if it is no news
	 * @return the order as it is now, or empty if nothing changed
	 */
	Optional<Order> progress(String id, OrderStatus status) {
		return change(id, (known) -> (status.compareTo(known) > 0) ? status : known);
	}

	/**
	 * Cancel an order.
	 * @param id number of the order
	 * @return the order as it is now, or empty if it is unknown or finished
	 */
	Optional<Order> cancel(String id) {
		return change(id, (status) -> OrderStatus.CANCELLED);
	}

	/**
	 * The orders, oldest first.
	 */
	synchronized List<Order> orders() {
		return List.copyOf(this.orders.values());
	}

	private synchronized Optional<Order> change(String id, UnaryOperator<OrderStatus> step) {
		Order order = this.orders.get(id);
		if (order == null || order.status().isFinal()) {
			return Optional.empty();
		}
		Order changed = order.with(step.apply(order.status()));
		if (changed.status() == order.status()) {
			return Optional.empty();
		}
		this.orders.put(id, changed);
		this.events.publishEvent(new OrderStatusChanged(changed.customer(), id, changed.status()));
		return Optional.of(changed);
	}

	private boolean forgetOldestFinished() {
		return this.orders.values()
			.stream()
			.filter((order) -> order.status().isFinal())
			.findFirst()
			.map((order) -> this.orders.remove(order.id()))
			.isPresent();
	}

}
