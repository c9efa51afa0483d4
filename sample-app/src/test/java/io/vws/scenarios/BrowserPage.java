package io.vws.scenarios;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.vws.sample.Chromium;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page {@code scenarios.html} in headless Chromium. Its monitor guards the driver,
 * which takes one command at a time. What the page tells is fetched every few
 * milliseconds, by one thread.
 */
final class BrowserPage implements AutoCloseable {

	private static final long INTERVAL_MILLIS = 10;

	private final ChromeDriver browser = Chromium.start();

	private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final AtomicLong numbers = new AtomicLong();

	private final Map<Long, BrowserVwsClient> clients = new ConcurrentHashMap<>();

	private final Queue<Long> done = new ConcurrentLinkedQueue<>();

	private final Queue<Long> failed = new ConcurrentLinkedQueue<>();

	BrowserPage(int port) throws IOException {
		this.browser.get("http://localhost:" + port + "/scenarios.html");
		this.poller.scheduleWithFixedDelay(this::exchange, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
	}

	/** Make a client, in the page. */
	BrowserVwsClient newClient() {
		long number = newNumber();
		BrowserVwsClient client = new BrowserVwsClient(this, number);
		this.clients.put(number, client);
		call("create", number);
		return client;
	}

	/** Return the number of a client or a call. */
	long newNumber() {
		return this.numbers.incrementAndGet();
	}

	/** Call a function of the page. */
	synchronized @Nullable Object call(String function, Object... arguments) {
		return this.browser.executeScript("return scenarios." + function + "(...arguments)", arguments);
	}

	/** Runs what may wait. */
	Executor executor() {
		return this.executor;
	}

	/** Java has handled an event. */
	void handled(long event, boolean successfully) {
		(successfully ? this.done : this.failed).add(event);
	}

	private void exchange() {
		String told = (String) call("exchange", takeAll(this.done), takeAll(this.failed));
		for (JsonNode notice : JsonMapper.shared().readTree(told)) {
			BrowserVwsClient client = this.clients.get(notice.required("client").asLong());
			if (client != null) {
				client.told(notice);
			}
		}
	}

	private static List<Long> takeAll(Queue<Long> events) {
		List<Long> taken = new ArrayList<>();
		for (Long next = events.poll(); next != null; next = events.poll()) {
			taken.add(next);
		}
		return taken;
	}

	@Override
	public void close() {
		this.poller.shutdown(); // an interrupt would harm the driver
		this.executor.shutdown();
		synchronized (this) {
			this.browser.quit();
		}
	}

}
