package io.vws.sample;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Customers who come at random, more of them in a rush that returns about once a minute,
 * and some of whom change their mind. Ada and Grace are among them, so that there is
 * something to see for who logs in as one of them.
 */
@Component
class SimulatedCustomers {

	private static final List<String> NAMES = List.of("ada", "alan", "barbara", "donald", "edsger", "frances", "grace",
			"hedy", "john", "katherine", "margaret", "niklaus", "radia", "sophie", "tim");

	private final Shop shop;

	private final TaskScheduler scheduler;

	private final Clock clock;

	private final ShopProperties properties;

	SimulatedCustomers(Shop shop, TaskScheduler scheduler, Clock clock, ShopProperties properties) {
		this.shop = shop;
		this.scheduler = scheduler;
		this.clock = clock;
		this.properties = properties;
	}

	@EventListener(ApplicationReadyEvent.class)
	void open() {
		if (this.properties.ordersPerSecond() > 0) {
			awaitNext();
		}
	}

	private void awaitNext() {
		Instant now = this.clock.instant();
		double rush = 1 + 0.6 * Math.sin(now.toEpochMilli() / 10_000.0);
		double seconds = -Math.log(1 - random().nextDouble()) / (this.properties.ordersPerSecond() * rush);
		this.scheduler.schedule(this::order, now.plusMillis((long) (seconds * 1000)));
	}

	private void order() {
		awaitNext();
		this.shop.place(pick(NAMES), pick(Shop.MENU), random().nextInt(1, 5), null)
			.filter((order) -> random().nextInt(12) == 0)
			.ifPresent(this::changeMind);
	}

	private void changeMind(Order order) {
		Duration delay = this.properties.stepTime().multipliedBy(3).dividedBy(2);
		this.scheduler.schedule(() -> this.shop.cancel(order.id()), this.clock.instant().plus(delay));
	}

	private static String pick(List<String> values) {
		return values.get(random().nextInt(values.size()));
	}

	private static ThreadLocalRandom random() {
		return ThreadLocalRandom.current();
	}

}
