package io.vws.kitchen;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import io.vws.client.ClientState;
import io.vws.client.ClientStatus;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;

/**
 * Takes every order that is placed and tells the shop of each step. Whenever it is
 * connected it asks for the orders that wait, because it has missed those that were
 * placed while it was away.
 */
class Kitchen {

	private static final Logger logger = LoggerFactory.getLogger(Kitchen.class);

	private final Set<String> orders = ConcurrentHashMap.newKeySet();

	private final VwsClient client;

	private final TaskScheduler scheduler;

	private final Duration stepTime;

	Kitchen(VwsClient client, TaskScheduler scheduler, Duration stepTime) {
		this.client = client;
		this.scheduler = scheduler;
		this.stepTime = stepTime;
	}

	/** Begin to work. */
	void open() {
		this.client.subscribe("customers/+customer/orders/+id/placed",
				(event) -> take(event.variable("id"), Step.PLACED));
		this.client.subscribe("kitchen/orders/+id/waiting", WaitingOrder.class,
				(order, event) -> take(event.variable("id"), order.status()));
		this.client.addListener(new Connected());
		askForWaitingOrders();
	}

	private void askForWaitingOrders() {
		this.client.publish("kitchen/opened", Map.of("orders", this.orders.size())).exceptionally((failure) -> {
			logger.info("The shop was not asked for orders that wait: {}", failure.getMessage());
			return null;
		});
	}

	private void take(String id, Step step) {
		if (this.orders.add(id)) {
			work(id, step);
		}
	}

	private void work(String id, Step done) {
		Step next = done.next();
		if (next == null) {
			this.orders.remove(id);
		}
		else {
			double share = ThreadLocalRandom.current().nextDouble(0.5, 1.5);
			later(Duration.ofMillis((long) (this.stepTime.toMillis() * share)), () -> tell(id, next));
		}
	}

	/** Until the shop knows: to tell a step twice does no harm. */
	private void tell(String id, Step step) {
		this.client.publish("kitchen/orders/" + id + "/step", new WaitingOrder(step)).whenComplete((none, failure) -> {
			if (failure == null) {
				work(id, step);
			}
			else {
				logger.info("The shop does not know yet that order {} is {}: {}", id, step, failure.getMessage());
				later(this.stepTime, () -> tell(id, step));
			}
		});
	}

	private void later(Duration delay, Runnable task) {
		try {
			this.scheduler.schedule(task, Instant.now().plus(delay));
		}
		catch (TaskRejectedException ex) {
			logger.debug("The kitchen has closed, so orders stay as they are");
		}
	}

	/**
	 * An order and how far it is.
	 *
	 * @param status the last step that was done
	 */
	record WaitingOrder(Step status) {
	}

	/** Hears that the client is connected. */
	private final class Connected implements VwsClientListener {

		@Override
		public void stateChanged(ClientStatus status, ClientState previous) {
			if (status.state() == ClientState.OPEN) {
				askForWaitingOrders();
			}
		}

	}

}
