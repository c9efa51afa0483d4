package io.vws.sample;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShopTests {

	private static final Instant NOW = Instant.parse("2026-11-23T18:30:00Z");

	private final List<Object> events = new ArrayList<>();

	private final Shop shop = new Shop(this.events::add, Clock.fixed(NOW, ZoneOffset.UTC),
			new ShopProperties(0, Duration.ofSeconds(3), 3));

	@Test
	void placeThenTellsTheOrder() {
		Order order = this.shop.place("ada", "Margherita", 2, "0123456789abcdef").orElseThrow();
		assertThat(order)
			.isEqualTo(new Order("1001", "ada", "Margherita", 2, "0123456789abcdef", NOW, OrderStatus.PLACED));
		assertThat(this.shop.orders()).containsExactly(order);
		assertThat(this.events)
			.containsExactly(new OrderPlaced("1001", "ada", "Margherita", 2, "0123456789abcdef", NOW));
	}

	@Test
	void progressThenTellsWhatIsNew() {
		String id = place();
		this.events.clear();
		for (OrderStatus status : List.of(OrderStatus.PREPARING, OrderStatus.PREPARING, OrderStatus.READY,
				OrderStatus.BAKING, OrderStatus.DELIVERED, OrderStatus.CANCELLED)) {
			this.shop.progress(id, status);
		}
		assertThat(this.events).containsExactly(new OrderStatusChanged("ada", id, OrderStatus.PREPARING),
				new OrderStatusChanged("ada", id, OrderStatus.READY),
				new OrderStatusChanged("ada", id, OrderStatus.DELIVERED));
	}

	@Test
	void cancelWhenOpenThenEndsTheOrder() {
		String id = place();
		assertThat(this.shop.cancel(id)).map(Order::status).contains(OrderStatus.CANCELLED);
		assertThat(this.shop.progress(id, OrderStatus.READY)).isEmpty();
		assertThat(this.shop.cancel(id)).isEmpty();
		assertThat(this.events).hasSize(2).contains(new OrderStatusChanged("ada", id, OrderStatus.CANCELLED));
	}

	@Test
	void progressWhenUnknownThenDoesNothing() {
		assertThat(this.shop.progress("4711", OrderStatus.READY)).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void placeWhenFullThenForgetsTheOldestFinishedOrder() {
		String first = place();
		String second = place();
		String third = place();
		this.shop.cancel(third);
		this.shop.cancel(second);
		String fourth = place();
		assertThat(this.shop.orders()).extracting(Order::id).containsExactly(first, third, fourth);
	}

	@Test
	void placeWhenFullOfOpenOrdersThenTakesNone() {
		place();
		place();
		place();
		this.events.clear();
		assertThat(this.shop.place("ada", "Margherita", 1, null)).isEmpty();
		assertThat(this.shop.orders()).hasSize(3);
		assertThat(this.events).isEmpty();
	}

	private String place() {
		return this.shop.place("ada", "Margherita", 1, null).orElseThrow().id();
	}

}
