package io.vws.sample;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a page cannot learn from events: everything that happened before it came. Who asks
 * gets the orders of which they would hear.
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
	Snapshot orders(Authentication authentication) {
		Viewer viewer = Viewer.of(authentication);
		List<Order> orders = this.shop.orders().stream().filter(viewer::sees).toList();
		return new Snapshot(this.clock.instant(), Shop.MENU, orders);
	}

	/**
	 * The shop at one moment.
	 *
	 * @param now the shop's clock, so that a page whose clock is wrong can still draw a
	 * time axis
	 * @param menu what can be ordered
	 * @param orders the orders that the viewer may see, oldest first
	 */
	record Snapshot(Instant now, List<String> menu, List<Order> orders) {

	}

}
