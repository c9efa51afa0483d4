package io.vws.spring.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.spring.event.VwsMessageEvent;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What comes over the wire is text: no expression, no name of a type, and no tag of a
 * metric.
 */
@Timeout(60)
class WireTextIntegrationTests {

	private static final String PROPERTY = "vws.wire.evaluated";

	/** Stands in everything that is sent. */
	private static final String MARK = "Wired";

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Application.class, "vws.server.forward-headers=traceparent,baggage");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#{T(java.lang.System).setProperty('" + PROPERTY + "','Wired')}",
			"T(java.lang.System).setProperty('" + PROPERTY + "','Wired')", "${java.home:Wired}", "@Wired.evaluate()",
			"{{Wired}}", "%s%nWired{}", "io.vws.spring.server.WireTextIntegrationTests$Wired" })
	void textIsNothingButText(String text) throws Exception {
		String topic = "in/" + text.replaceAll("[#+]", "");
		String quoted = TestPeer.quote(text);
		String quotedTopic = TestPeer.quote(topic);
		Application application = app.bean(Application.class);
		application.received.clear();
		try (TestPeer peer = app.connect()) {
			peer.subscribe(topic, "in/+" + MARK);
			String event = "{\"t\":" + quotedTopic + ",\"d\":" + quoted + ",\"h\":{\"baggage\":" + quoted + "}}";
			assertThat(peer.exchange(event)).containsExactly(event);
			VwsMessageEvent received = application.next();
			assertThat(received.topic()).isEqualTo(topic);
			assertThat(received.payload(String.class)).isEqualTo(text);
			assertThat(received.payload(Object.class)).isEqualTo(text);
			peer.exchange("{\"k\":" + quoted + ",\"i\":" + quoted + "}", "{\"k\":\"s\",\"t\":" + quoted + "}",
					"{\"k\":\"u\",\"t\":" + quoted + "}", "{\"t\":\"+\",\"d\":" + quoted + "}",
					"{\"t\":\"secret/" + MARK + "\",\"d\":" + quoted + "}", "{" + quoted + ":" + quoted + "}",
					"{\"k\":\"U\",\"h\":{" + quoted + ":" + quoted + ",\"traceparent\":" + quoted + "}}", text);
			peer.socket().sendClose(4999, text.substring(0, Math.min(100, text.length())));
			assertThat(peer.socket().readCloseCode()).isEqualTo(4999);
		}
		assertThat(Upgrade.to(app.port()).path("/vws?a=" + MARK).header("Origin", "https://" + MARK).answer().status())
			.isEqualTo(403);
		assertThat(System.getProperty(PROPERTY)).isNull();
		assertThatNoMeterIsNamedByIt();
	}

	@Test
	void typeThatAPayloadNamesIsNotMade() throws Exception {
		String name = TestPeer.quote(Gadget.class.getName());
		String object = "{\"@class\":" + name + ",\"@type\":" + name + ",\"type\":" + name + "}";
		Application application = app.bean(Application.class);
		application.received.clear();
		try (TestPeer peer = app.connect()) {
			for (String payload : List.of(object, "[" + name + "," + object + "]")) {
				assertThat(peer.exchange("{\"t\":\"in/type\",\"d\":" + payload + ",\"i\":1}"))
					.containsExactly("{\"k\":\"a\",\"i\":1}");
				assertThat(application.next().payload(Object.class)).isInstanceOfAny(Map.class, List.class);
			}
		}
		assertThat(Gadget.made).isFalse();
	}

	private static void assertThatNoMeterIsNamedByIt() {
		await().until(() -> app.server().connections().isEmpty());
		List<String> names = new ArrayList<>();
		for (Meter meter : app.bean(MeterRegistry.class).getMeters()) {
			names.add(meter.getId().getName());
			meter.getId().getTags().forEach((tag) -> names.add(tag.getKey() + "=" + tag.getValue()));
		}
		assertThat(names).contains("vws.connections.closed", "code=malformed", "code=other")
			.noneMatch((name) -> name.contains(MARK) || name.contains("4999"));
	}

	/** Says whether somebody made one. */
	static final class Gadget {

		private static volatile boolean made;

		Gadget() {
			made = true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		private final BlockingQueue<VwsMessageEvent> received = new LinkedBlockingQueue<>();

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@EventListener
		void receive(VwsMessageEvent message) {
			if (message.topic().startsWith("in/")) {
				this.received.add(message);
			}
		}

		VwsMessageEvent next() throws InterruptedException {
			VwsMessageEvent next = this.received.poll(20, TimeUnit.SECONDS);
			assertThat(next).isNotNull();
			return next;
		}

	}

}
