package io.vws.spring.event;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.EventRefusedException;
import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;
import org.springframework.util.ClassUtils;

/**
 * Publishes application events with a {@link VwsEventMapping} or a {@link VwsTopic} to
 * the bus, on the thread of their publisher and so in the order of each publisher. With a
 * transaction, that is after its commit.
 * <p>
 * Comes before other listeners, so that what these publish in turn follows its cause. A
 * failure, such as a malformed annotation, does not reach the publisher unless the
 * settings say so. It is logged for each type of events.
 */
public final class ApplicationEventForwarder implements GenericApplicationListener, BeanFactoryAware {

	private static final String LOST = "An application event of type {} did not reach the event bus";

	private static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			ApplicationEventForwarder.class.getClassLoader());

	private static final Logger logger = LoggerFactory.getLogger(ApplicationEventForwarder.class);

	/** One for each type, or a type that always fails would hide the others. */
	private final Map<Class<?>, LogThrottle> logs = new ConcurrentHashMap<>();

	private final EventBus bus;

	private final EventOutcomeListener failures;

	private final JsonMapper mapper;

	private final List<VwsEventMapping> mappings;

	private final ForwardingSettings settings;

	private EventRoutes routes;

	/**
	 * Create a forwarder.
	 * @param bus where to publish
	 * @param failures told of each event that does not reach the bus
	 * @param mapper writes the events
	 * @param mappings asked before the annotations, in this order
	 * @param settings what holds unless a mapping says otherwise
	 */
	public ApplicationEventForwarder(EventBus bus, EventOutcomeListener failures, JsonMapper mapper,
			List<VwsEventMapping> mappings, ForwardingSettings settings) {
		this.bus = bus;
		this.failures = failures;
		this.mapper = mapper.rebuild()
			.addMixIn(ApplicationEvent.class, OwnPropertiesOnly.class)
			.addMixIn(ResolvableTypeProvider.class, WithoutType.class)
			.build();
		this.mappings = List.copyOf(mappings);
		this.settings = settings;
		this.routes = new EventRoutes(this.mappings, null);
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.routes = new EventRoutes(this.mappings, beanFactory);
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		return this.routes.mayHave(eventType);
	}

	/** The thread of the publisher has the transaction and the order. */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent applicationEvent) {
		Object event = (applicationEvent instanceof PayloadApplicationEvent<?> payload) ? payload.getPayload()
				: applicationEvent;
		try {
			EventRoute route = this.routes.find(event, applicationEvent);
			if (route != null) {
				forward(event, route);
			}
		}
		catch (EventMappingException ex) {
			failed(ex, event.getClass());
		}
	}

	private void forward(Object event, EventRoute route) {
		Event mapped = route.map(event, this.mapper);
		Class<?> type = event.getClass();
		try {
			if (!waitsForCommit(mapped, type, route.phase())) {
				this.bus.publish(mapped);
			}
		}
		catch (RuntimeException ex) {
			failed(ex, type);
		}
	}

	private void failed(RuntimeException failure, Class<?> type) {
		lost(failure, type);
		if (this.settings.onFailure() == EventFailurePolicy.THROW) {
			throw failure;
		}
	}

	private boolean waitsForCommit(Event event, Class<?> type, @Nullable PublishPhase phase) {
		boolean afterCommit = ((phase != null) ? phase : this.settings.phase()) == PublishPhase.AFTER_COMMIT;
		return afterCommit && TRANSACTIONS
				&& CommittedEvents.add(this, () -> publishCommitted(event, type), () -> commitUnknown(type));
	}

	private void publishCommitted(Event event, Class<?> type) {
		try {
			this.bus.publish(event);
		}
		catch (RuntimeException | Error ex) { // those that follow have committed, too
			lost(ex, type);
		}
	}

	private void commitUnknown(Class<?> type) {
		log(type).warn(LOST + ": it is not known whether its transaction has committed", type.getName());
		this.failures.failed(EventFailure.COMMIT_UNKNOWN);
	}

	private LogThrottle log(Class<?> type) {
		return this.logs.computeIfAbsent(type, (key) -> new LogThrottle(logger));
	}

	private void lost(Throwable failure, Class<?> type) {
		if (failure instanceof EventMappingException || failure instanceof EventRefusedException) {
			log(type).warn(LOST + ": {}", type.getName(), failure.getMessage());
		}
		else {
			log(type).failed(failure, LOST, type.getName());
		}
		this.failures
			.failed((failure instanceof EventMappingException mapping) ? mapping.failure() : EventFailure.BUS_REFUSED);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
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

	/** How a generic event tells its type is for the application only. */
	private interface WithoutType {

		@JsonIgnore
		ResolvableType getResolvableType();

	}

}
