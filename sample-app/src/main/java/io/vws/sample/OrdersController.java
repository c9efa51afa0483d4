package io.vws.sample;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a page cannot learn from events: everything that happened before it came.
 */
@RestController
class OrdersController {

	private final Shop shop;

	private final Clock clock;

	OrdersController(Shop shop, Clock clock) {
		this.shop = shop;
		this.clock = clock;
	}

	@GetMapping("/api/orders")
	Snapshot orders() {
		return new Snapshot(this.clock.instant(), Shop.MENU, this.shop.orders());
	}

	/**
	 * The shop at one moment.
	 *
	 * @param now the shop's clock, so that a page whose clock is wrong can still draw a
	 * time axis
	 * @param menu what can be ordered
	 * @param orders the orders, oldest first
	 */
	record Snapshot(Instant now, List<String> menu, List<Order> orders) {

	}

}
