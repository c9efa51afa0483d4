package io.vws.spring.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.bus.Payload;
import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Publishes application events of types with {@link VwsTopic} to the bus, on the thread
 * of their publisher. A failure never reaches the publisher, except that of a malformed
 * template: that is a mistake in the code, and its first test finds it.
 */
public final class ApplicationEventForwarder implements GenericApplicationListener {

	private static final String LOST = "An application event of type {} did not reach the event bus";

	private final LogThrottle log = new LogThrottle(LoggerFactory.getLogger(ApplicationEventForwarder.class));

	private final EventBus bus;

	private final EventFailureListener failures;

	private final JsonMapper mapper;

	private final Map<Class<?>, TopicTemplate> templates = new ConcurrentHashMap<>();

	/**
	 * Create a forwarder.
	 * @param bus where to publish
	 * @param failures told of each event that does not reach the bus
	 * @param mapper writes the events
	 */
	public ApplicationEventForwarder(EventBus bus, EventFailureListener failures, JsonMapper mapper) {
		this.bus = bus;
		this.failures = failures;
		this.mapper = mapper.rebuild().addMixIn(ApplicationEvent.class, OwnPropertiesOnly.class).build();
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.resolve();
		if (type == null) {
			return false;
		}
		if (PayloadApplicationEvent.class.isAssignableFrom(type)) {
			type = eventType.as(PayloadApplicationEvent.class).getGeneric(0).resolve(Object.class);
		}
		return AnnotatedElementUtils.hasAnnotation(type, VwsTopic.class);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent applicationEvent) {
		Object event = (applicationEvent instanceof PayloadApplicationEvent<?> payload) ? payload.getPayload()
				: applicationEvent;
		Class<?> type = event.getClass();
		TopicTemplate template = this.templates.computeIfAbsent(type, ApplicationEventForwarder::template);
		if (template == null) {
			return;
		}
		try {
			this.bus.publish(new Event(template.expand(event), Payload.of(event, this.mapper)));
		}
		catch (TopicTemplate.TopicRefusedException ex) {
			lost(EventFailure.TOPIC_REFUSED, type, ex.getMessage());
		}
		catch (EventRefusedException ex) {
			lost(EventFailure.BUS_REFUSED, type, ex.getMessage());
		}
		catch (RuntimeException ex) {
			this.failures.failed(EventFailure.BUS_REFUSED);
			this.log.failed(ex, LOST, type.getName());
		}
	}

	/** Looked for once per type; a type without the annotation has none. */
	private static @Nullable TopicTemplate template(Class<?> type) {
		VwsTopic annotation = AnnotatedElementUtils.findMergedAnnotation(type, VwsTopic.class);
		return (annotation != null) ? TopicTemplate.parse(annotation.value(), type) : null;
	}

	private void lost(EventFailure failure, Class<?> type, @Nullable String reason) {
		this.failures.failed(failure);
		this.log.warn(LOST + ": {}", type.getName(), reason);
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	/**
	 * What an {@link ApplicationEvent} inherits is not for others: the source may be any
	 * bean of the application.
	 */
	private interface OwnPropertiesOnly {

		@JsonIgnore
		Object getSource();

		@JsonIgnore
		long getTimestamp();

	}

}
