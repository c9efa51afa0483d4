package io.vws.spring.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Publishes application events of types with {@link VwsTopic} to the bus, on the thread
 * of their publisher. A failure never reaches the publisher.
 */
public final class ApplicationEventForwarder implements GenericApplicationListener {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationEventForwarder.class);

	private final EventBus bus;

	private final EventFailureListener failures;

	private final Map<Class<?>, TopicTemplate> templates = new ConcurrentHashMap<>();

	/**
	 * Create a forwarder.
	 * @param bus where to publish
	 * @param failures told of each event that does not reach the bus
	 */
	public ApplicationEventForwarder(EventBus bus, EventFailureListener failures) {
		this.bus = bus;
		this.failures = failures;
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
		VwsTopic annotation = AnnotatedElementUtils.findMergedAnnotation(type, VwsTopic.class);
		if (annotation == null) {
			return;
		}
		TopicTemplate template = this.templates.computeIfAbsent(type,
				(key) -> TopicTemplate.parse(annotation.value(), key));
		try {
			this.bus.publish(template.expand(event).text(), event);
		}
		catch (TopicTemplate.TopicRefusedException ex) {
			lost(EventFailure.TOPIC_REFUSED, type, ex);
		}
		catch (EventRefusedException ex) {
			lost(EventFailure.BUS_REFUSED, type, ex);
		}
	}

	private void lost(EventFailure failure, Class<?> type, RuntimeException ex) {
		this.failures.failed(failure);
		logger.warn("An application event of type {} did not reach the event bus: {}", type.getName(), ex.getMessage());
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
