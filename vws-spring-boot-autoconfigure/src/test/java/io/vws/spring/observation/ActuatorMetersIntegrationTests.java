package io.vws.spring.observation;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.vws.test.HttpAnswer;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The meters of an application that is watched, over real sockets.
 */
@Tag("actuator")
@Timeout(300)
class ActuatorMetersIntegrationTests {

	private static final int TRIALS = 10_000;

	/** Three messages for each trial, fewer than a client may have unanswered. */
	private static final int BATCH = 20;

	/** Trials of one client. */
	private static final int CONNECTION = 20 * BATCH;

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(OpenChain.class, "vws.observations.mode=always",
				"management.endpoints.web.exposure.include=prometheus", "vws.metrics.snapshot-interval=100ms",
				"vws.server.authorization.subscribe[3].topic=$metrics",
				"vws.server.authorization.subscribe[3].access=permitAll");
	}

	/** 10,000 distinct topics, kinds and ids, and whatever else a client may choose. */
	@Test
	void numberOfSeriesDoesNotDependOnWhatClientsSend() throws Exception {
		send(0, CONNECTION);
		Set<String> before = series();
		assertThat(before).hasSizeGreaterThan(100);
		send(CONNECTION, CONNECTION + TRIALS);
		assertThat(series()).isEqualTo(before);
	}

	/** Over several connections, each of which ends with a code of its own. */
	private static void send(int from, int to) throws Exception {
		for (int start = from; start < to; start += CONNECTION) {
			try (TestPeer peer = app.connect()) {
				for (int batch = start; batch < start + CONNECTION; batch += BATCH) {
					peer.exchange(IntStream.range(batch, batch + BATCH)
						.boxed()
						.flatMap(ActuatorMetersIntegrationTests::messages)
						.toArray(String[]::new));
				}
				peer.socket().sendClose(3000 + start / CONNECTION, "reason " + start);
			}
		}
	}

	private static Stream<String> messages(int i) {
		String other = switch (i % 6) {
			case 0 -> "{\"t\":\"secret/topic" + i + "\",\"d\":1,\"i\":\"id" + i + "\"}";
			case 1 -> "{\"k\":\"s\",\"t\":\"topic/" + i + "/+name" + i + "\",\"i\":" + i + "}";
			case 2 -> "{\"k\":\"s\",\"t\":\"secret/#name" + i + "\",\"i\":" + i + "}";
			case 3 -> "{\"k\":\"u\",\"t\":\"topic/" + i + "\",\"i\":" + i + "}";
			case 4 -> "{\"key" + i + "\":1,\"t\":\"topic/+" + i + "/#/" + i + "\",\"d\":1,\"i\":" + i + "}";
			default -> "malformed " + i;
		};
		return Stream.of("{\"t\":\"topic/" + i + "\",\"d\":1,\"i\":" + i + "}",
				"{\"k\":\"kind" + i + "\",\"i\":" + i + "}", other);
	}

	private static Set<String> series() {
		return app.bean(MeterRegistry.class)
			.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("vws."))
			.map((meter) -> meter.getId().getName() + meter.getId().getTags())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void countsWhatGoesOverTheSockets() throws Exception {
		double events = value("vws.messages.sent", "kind", "event");
		double answers = value("vws.messages.sent", "kind", "answer");
		double denied = value("vws.authorization.denied", "action", "publish");
		try (TestPeer peer = app.connect()) {
			peer.subscribe("counted/#");
			assertThat(peer.exchange("{\"t\":\"counted/a\",\"d\":1}", "{\"t\":\"counted/b\",\"d\":1,\"i\":1}",
					"{\"t\":\"secret/b\",\"d\":1}"))
				.hasSize(3);
			await().untilAsserted(() -> {
				assertThat(value("vws.messages.sent", "kind", "event")).isGreaterThanOrEqualTo(events + 2);
				assertThat(value("vws.messages.sent", "kind", "answer")).isGreaterThanOrEqualTo(answers + 3);
				assertThat(value("vws.connections.active")).isPositive();
			});
			assertThat(value("vws.authorization.denied", "action", "publish")).isGreaterThanOrEqualTo(denied + 1);
		}
	}

	private static double value(String name, String... tags) {
		return app.bean(MeterRegistry.class).get(name).tags(tags).meter().measure().iterator().next().getValue();
	}

	@Test
	void aPageCanShowThem() throws Exception {
		try (TestPeer page = app.connect()) {
			page.subscribe("$metrics");
			JsonNode event = JsonMapper.shared().readTree(page.next());
			assertThat(event.get("t").asString()).isEqualTo("$metrics");
			assertThat(event.at("/d/vws.connections.active").asDouble()).isPositive();
			assertThat(event.get("d").has("vws.requests.count{kind=subscribe}")).isTrue();
		}
	}

	@Test
	void prometheusGetsThem() throws Exception {
		HttpAnswer scrape = Upgrade.get(app.port(), "/actuator/prometheus");
		assertThat(scrape.status()).isEqualTo(200);
		assertThat(scrape.body()).contains("vws_connections_active", "vws_messages_sent_total{kind=\"event\"}",
				"vws_requests_seconds_count{kind=\"subscribe\"}");
	}

}
