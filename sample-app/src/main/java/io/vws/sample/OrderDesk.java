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
 * Takes the orders that customers publish on {@code customers/<name>/orders/new}.
 * <p>
 * Who orders is who logged in: nothing in the message can say otherwise. The
 * authorization rules have the last word on the topic; what is in the message is still
 * input that may be wrong. An order that cannot be taken is answered on a topic of the
 * page that sent it.
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

	@EventListener(condition = "#event.topic() == 'customers/' + #event.sender().name() + '/orders/new'")
	void receive(VwsMessageEvent event) {
		String customer = event.sender().name();
		NewOrder order = event.payload(NewOrder.class);
		if (!this.validator.validateProperty(order, "reference").isEmpty()) {
			logger.info("Order of {} is ignored: without a valid reference there is nobody to answer", customer);
			return;
		}
		List<String> reasons = this.validator.validate(order)
			.stream()
			.map(ConstraintViolation::getMessage)
			.sorted(Comparator.naturalOrder())
			.toList();
		if (!reasons.isEmpty()) {
			reject(customer, order, String.join(" ", reasons));
		}
		else if (!Shop.MENU.contains(order.item())) {
			reject(customer, order, "That is not on the menu.");
		}
		else if (this.shop.place(customer, order.item(), order.quantity(), order.reference()).isEmpty()) {
			reject(customer, order, "The kitchen is full. Please try again in a moment.");
		}
	}

	private void reject(String customer, NewOrder order, String reason) {
		this.bus.publish("customers/" + customer + "/rejected/" + order.reference(), new OrderRejected(reason));
	}

}
