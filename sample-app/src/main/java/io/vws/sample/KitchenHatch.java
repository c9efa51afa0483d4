package io.vws.sample;

import io.vws.bus.EventBus;
import io.vws.spring.event.VwsListener;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Where the kitchen, wherever it is, says how far it is and asks what waits.
 */
@Component
class KitchenHatch {

	private final Shop shop;

	private final EventBus bus;

	KitchenHatch(Shop shop, EventBus bus) {
		this.shop = shop;
		this.bus = bus;
	}

	@VwsListener("kitchen/orders/+id/step")
	void step(@DestinationVariable String id, Progress progress) {
		this.shop.progress(id, progress.status());
	}

	@VwsListener("kitchen/opened")
	void opened() {
		this.shop.orders()
			.stream()
			.filter((order) -> !order.status().isFinal())
			.forEach((order) -> this.bus.publish("kitchen/orders/" + order.id() + "/waiting",
					new Progress(order.status())));
	}

	/**
	 * How far an order is.
	 *
	 * @param status the last step that was done
	 */
	record Progress(OrderStatus status) {
	}

}
