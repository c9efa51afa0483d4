package io.vws.sample;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Moves every order on, state by state, until it is finished. It learns of orders the
 * ordinary Spring way: the events that go to the browsers are application events.
 */
@Component
class Kitchen {

	private static final Logger logger = LoggerFactory.getLogger(Kitchen.class);

	private final Shop shop;

	private final TaskScheduler scheduler;

	private final Clock clock;

	private final Duration stepTime;

	Kitchen(Shop shop, TaskScheduler scheduler, Clock clock, ShopProperties properties) {
		this.shop = shop;
		this.scheduler = scheduler;
		this.clock = clock;
		this.stepTime = properties.stepTime();
	}

	@EventListener
	void take(OrderPlaced order) {
		advanceLater(order.id());
	}

	private void advanceLater(String id) {
		double share = ThreadLocalRandom.current().nextDouble(0.5, 1.5);
		Duration delay = Duration.ofMillis((long) (this.stepTime.toMillis() * share));
		try {
			this.scheduler.schedule(() -> advance(id), this.clock.instant().plus(delay));
		}
		catch (TaskRejectedException ex) {
			logger.debug("The kitchen has closed, so order {} stays as it is", id);
		}
	}

	private void advance(String id) {
		this.shop.advance(id).filter((order) -> !order.status().isFinal()).map(Order::id).ifPresent(this::advanceLater);
	}

}
