package io.vws.spring.server;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.server.Decision;
import io.vws.server.VwsAuthorizer;
import io.vws.test.RecordingListener;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import io.vws.wire.NackCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a peer sees of an authorizer's decisions and of failures of the server,
 * and for the closed list of codes.
 */
@Timeout(60)
class AuthorizerDecisionsIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@AutoClose
	private TestPeer peer;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(ByTopic.class);
	}

	@BeforeEach
	void connect() throws IOException {
		this.peer = app.connect();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			topic         | subscribe     | publish       | arrives at a subscriber of
			allow         | a 1           | a 1           | allow
			drop          | a 1           | a 1           |
			refuse        | n 1 forbidden | n 1 forbidden |
			throw         | n 1 forbidden | n 1 forbidden |
			rewrite       | n 1 forbidden | a 1           | allow
			rewriteDrop   | n 1 forbidden | a 1           |
			rewriteRefuse | n 1 forbidden | n 1 forbidden |
			boom          | a 1           | n 1 internal  |
			""")
	void decisionBecomesAnAnswer(String topic, String subscribe, String publish, @Nullable String arrives)
			throws IOException {
		try (TestPeer witness = app.connect()) {
			witness.subscribe("allow", "other");
			assertThat(this.peer.ask("{\"k\":\"s\",\"t\":\"" + topic + "\",\"i\":1}")).isEqualTo(subscribe);
			this.peer.exchange("{\"k\":\"U\"}");
			assertThat(this.peer.ask("{\"t\":\"" + topic + "\",\"d\":1,\"i\":1}")).isEqualTo(publish);
			List<String> expected = (arrives != null) ? List.of("{\"t\":\"" + arrives + "\",\"d\":1}") : List.of();
			assertThat(witness.untilFence()).isEqualTo(expected);
			assertThat(this.peer.exchange("{\"t\":\"" + topic + "\",\"d\":1}")).isEmpty();
			assertThat(witness.untilFence()).isEqualTo(expected);
		}
	}

	@Test
	void subscriptionThatWasDroppedBringsNothing() throws IOException {
		assertThat(this.peer.ask("{\"k\":\"s\",\"t\":\"drop\",\"i\":1}")).isEqualTo("a 1");
		app.bus().publish("drop", 1);
		assertThat(this.peer.untilFence()).isEmpty();
	}

	@Test
	void textOfARefusalIsSentAsItIsAndThatOfAFailureIsNot() throws IOException {
		assertThat(this.peer.exchange("{\"t\":\"refuse\",\"d\":1,\"i\":1}")).containsExactly(
				"{\"k\":\"n\",\"i\":1,\"e\":\"Closed on \\\"Sundays\\\"\",\"h\":{\"vws-code\":\"forbidden\"}}");
		assertThat(this.peer.exchange("{\"t\":\"throw\",\"d\":1,\"i\":1}", "{\"t\":\"boom\",\"d\":1,\"i\":1}"))
			.hasSize(2)
			.noneMatch((answer) -> answer.contains("PAYLOAD") || answer.contains("Exception"));
	}

	@Test
	void codesAreFromTheClosedList() throws IOException {
		this.peer.exchange("{", "{\"k\":\"x\"}", "{\"k\":\"s\",\"t\":\"a+\"}", "{\"t\":\"a+\",\"d\":1,\"i\":1}",
				"{\"t\":\"allow\",\"i\":1}", "{\"t\":\"refuse\",\"d\":1,\"i\":1}", "{\"t\":\"boom\",\"d\":1,\"i\":1}");
		assertThat(app.bean(RecordingListener.class).refused()).contains("malformed", "unsupported", "invalid-pattern",
				"invalid-topic", "data-required", "forbidden", "internal");
		assertThat(Arrays.stream(NackCode.values()).map(NackCode::code)).containsExactlyInAnyOrder("malformed",
				"invalid-topic", "invalid-pattern", "data-required", "unsupported", "forbidden",
				"too-many-subscriptions", "rate-limited", "busy", "shutting-down", "internal");
		assertThat(Stream.of(NackCode.values()).map(NackCode::text)).allMatch((text) -> !text.isBlank());
	}

	@Configuration(proxyBeanMethods = false)
	@Import(RecordingListener.class)
	static class ByTopic {

		@Bean
		VwsAuthorizer authorizer() {
			return new TopicDecides();
		}

		@Bean
		EventBus bus(JsonMapper mapper) {
			return new FailingBus(new InMemoryEventBus(mapper));
		}

	}

	/** Does what the topic is called. */
	static class TopicDecides implements VwsAuthorizer {

		@Override
		public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
			return decide(pattern.text(), new Event(Topic.parse("allow"), Payload.ofJson("1", new JsonMapper())));
		}

		@Override
		public Decision authorizePublish(Peer peer, Event event) {
			String next = switch (event.topic().text()) {
				case "rewriteDrop" -> "drop";
				case "rewriteRefuse" -> "refuse";
				default -> "allow";
			};
			return decide(event.topic().text(), new Event(Topic.parse(next), event.payload(), event.headers(), peer));
		}

		private static Decision decide(String topic, Event rewritten) {
			return switch (topic) {
				case "drop" -> Decision.drop();
				case "refuse" -> Decision.refuse("Closed on \"Sundays\"");
				case "throw" -> throw new IllegalStateException("PAYLOAD");
				case "rewrite", "rewriteDrop", "rewriteRefuse" -> Decision.rewrite(rewritten);
				default -> Decision.allow();
			};
		}

	}

	/** Fails for one topic. */
	record FailingBus(EventBus delegate) implements EventBus {

		@Override
		public void publish(Event event) {
			if (event.topic().text().equals("boom")) {
				throw new IllegalStateException("PAYLOAD");
			}
			this.delegate.publish(event);
		}

		@Override
		public void publish(String topic, @Nullable Object payload) {
			this.delegate.publish(topic, payload);
		}

		@Override
		public Subscription subscribe(TopicPattern pattern, Subscriber subscriber) {
			return this.delegate.subscribe(pattern, subscriber);
		}

	}

}
