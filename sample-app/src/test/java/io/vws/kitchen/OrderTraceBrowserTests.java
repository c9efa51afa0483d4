package io.vws.kitchen;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vws.client.ClientState;
import io.vws.client.VwsClient;
import io.vws.sample.Chromium;
import io.vws.sample.LiveOrdersApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One order is one trace: from the browser that sends it through the shop's server and
 * its listener to the kitchen, a service of its own, and back to the browser.
 */
@Timeout(180)
@Tag("one-jdk")
class OrderTraceBrowserTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String BROWSER_SPAN = "00f067aa0ba902b7";

	private static final String ORDER = """
			(async (traceparent, done) => {
			const { VwsClient } = await import('/vws/vws.js');
			const client = new VwsClient();
			const placed = new Promise((resolve) => client.subscribe('customers/ada/orders/+id/placed',
				(data, { headers }) => resolve(headers.traceparent)));
			await client.connect();
			await client.publish('customers/ada/orders/new',
				{ item: 'Calzone', quantity: 1, reference: '0123456789abcdef' }, { headers: { traceparent } });
			done(await placed);
			})(...arguments);
			""";

	private final InMemorySpanExporter shopSpans = InMemorySpanExporter.create();

	private final InMemorySpanExporter kitchenSpans = InMemorySpanExporter.create();

	@Test
	void orderIsOneTraceFromTheBrowserThroughServerAndListenerToTheKitchen() throws Exception {
		try (ConfigurableApplicationContext shop = run(new SpringApplicationBuilder(LiveOrdersApplication.class),
				this.shopSpans, "--server.port=0", "--kitchen.enabled=false", "--shop.orders-per-second=0")) {
			String port = shop.getEnvironment().getRequiredProperty("local.server.port");
			try (ConfigurableApplicationContext kitchen = run(KitchenApplication.builder(), this.kitchenSpans,
					"--vws.client.url=ws://localhost:" + port + "/vws")) {
				VwsClient client = kitchen.getBean(VwsClient.class);
				await().atMost(Duration.ofSeconds(30)).until(() -> client.status().state() == ClientState.OPEN);

				String answer = orderInTheBrowser("http://ada.localhost:" + port + "/");

				SpanData receive = awaitSpan(this.shopSpans, "vws receive event", BROWSER_SPAN);
				SpanData request = awaitSpan(this.shopSpans, "vws publish", receive.getSpanId());
				SpanData listen = awaitSpan(this.shopSpans, "vws listen application-events", request.getSpanId());
				SpanData placed = awaitSpan(this.shopSpans, "vws publish", listen.getSpanId());
				awaitSpan(this.kitchenSpans, "vws client handle", placed.getSpanId());
				assertThat(answer).startsWith("00-" + TRACE + "-" + placed.getSpanId());
			}
		}
	}

	/** Order a pizza and return the {@code traceparent} of the event that says so. */
	private static String orderInTheBrowser(String url) throws Exception {
		ChromeDriver browser = Chromium.start();
		try {
			browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
			browser.get(url);
			browser.findElement(By.cssSelector("[data-user='ada']")).click();
			new WebDriverWait(browser, Duration.ofSeconds(40))
				.until(ExpectedConditions.textToBe(By.id("state"), "Connected"));
			return (String) browser.executeAsyncScript(ORDER, "00-" + TRACE + "-" + BROWSER_SPAN + "-01");
		}
		finally {
			browser.quit();
		}
	}

	/** Wait for a span of the trace that is a child of another one. */
	private static SpanData awaitSpan(InMemorySpanExporter spans, String name, String parent) {
		List<SpanData> found = await().until(() -> spans.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getTraceId().equals(TRACE) && span.getParentSpanId().equals(parent))
			.filter((span) -> span.getName().equals(name))
			.toList(), (all) -> !all.isEmpty());
		return found.get(0);
	}

	private static ConfigurableApplicationContext run(SpringApplicationBuilder application, InMemorySpanExporter spans,
			String... arguments) {
		return application
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(SpanProcessor.class,
					() -> SimpleSpanProcessor.create(spans)))
			.run(arguments);
	}

}
