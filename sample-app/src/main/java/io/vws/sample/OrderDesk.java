package io.vws.sample;

import java.util.Comparator;
import java.util.List;

import io.vws.bus.EventBus;
import io.vws.spring.event.VwsMessageEvent;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes the orders that visitors publish on {@code orders/new}.
 * <p>
 * The authorization rules say who may publish there; what is in the message is still a
 * stranger's input. An order that cannot be taken is answered on a topic of its own page.
 */
@Component
class OrderDesk {

	private static final Logger logger = LoggerFactory.getLogger(OrderDesk.class);

	private final Shop shop;

	private final EventBus bus;

	private final Validator validator;

	OrderDesk(Shop shop, EventBus bus, Validator validator) {
		this.shop = shop;
		this.bus = bus;
		this.validator = validator;
	}

	@EventListener(condition = "#event.topic() == 'orders/new'")
	void receive(VwsMessageEvent event) {
		NewOrder order = event.payload(NewOrder.class);
		if (!this.validator.validateProperty(order, "reference").isEmpty()) {
			logger.info("Order of {} is ignored: without a valid reference there is nobody to answer", event.sender());
			return;
		}
		List<String> reasons = this.validator.validate(order)
			.stream()
			.map(ConstraintViolation::getMessage)
			.sorted(Comparator.naturalOrder())
			.toList();
		if (!reasons.isEmpty()) {
			reject(order, String.join(" ", reasons));
		}
		else if (!Shop.MENU.contains(order.item())) {
			reject(order, "That is not on the menu.");
		}
		else if (this.shop.place(order.customer().strip(), order.item(), order.quantity(), order.reference())
			.isEmpty()) {
			reject(order, "The kitchen is full. Please try again in a moment.");
		}
	}

	private void reject(NewOrder order, String reason) {
		this.bus.publish("orders/rejected/" + order.reference(), new OrderRejected(reason));
	}

}
