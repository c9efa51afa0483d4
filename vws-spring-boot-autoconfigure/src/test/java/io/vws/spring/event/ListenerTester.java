package io.vws.spring.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsListenerAutoConfiguration;
import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.topic.Topic;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application with listeners, and remembers what they fail to handle.
 */
final class ListenerTester {

	/** The client whose events {@link #fromClient} publishes. */
	static final Peer peer = new Peer("c1", () -> "ada", "192.0.2.1");

	final List<EventFailure> failures = new CopyOnWriteArrayList<>();

	/** Ids of the listeners that were called. */
	final List<String> calls = new CopyOnWriteArrayList<>();

	final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ValidationAutoConfiguration.class,
				VwsBusAutoConfiguration.class, VwsListenerAutoConfiguration.class))
		.withBean("failures", EventOutcomeListener.class, () -> this.failures::add)
		.withBean("calls", EventOutcomeListener.class, () -> new Calls(this.calls));

	/** Publish as the application does. */
	static void publish(ApplicationContext context, String topic, Object payload) {
		context.getBean(EventBus.class).publish(topic, payload);
	}

	/** Publish as a client does, with a header. */
	static void fromClient(ApplicationContext context, String topic, String json) {
		context.getBean(EventBus.class)
			.publish(new Event(Topic.parse(topic), Payload.ofJson(json, JsonMapper.shared()),
					Map.of("traceparent", "00-1"), peer));
	}

	/** Remember the topics that a bus has from now on, with their payloads. */
	static List<String> record(ApplicationContext context, String pattern) {
		List<String> heard = new CopyOnWriteArrayList<>();
		context.getBean(EventBus.class)
			.subscribe(pattern,
					(event, subscription) -> heard.add(event.topic().text() + " " + event.payload().json()));
		return heard;
	}

	private record Calls(List<String> ids) implements EventOutcomeListener {

		@Override
		public void failed(EventFailure failure) {
		}

		@Override
		public void called(String listener, Duration time) {
			assertThat(time).isGreaterThan(Duration.ZERO);
			this.ids.add(listener);
		}

	}

}
