package io.vws.spring.event;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.vws.bus.EventBus;
import io.vws.client.VwsClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * Makes {@link VwsListener}s ready, with the beans that they name. Thread-safe; holds no
 * lock while it asks for beans, which have one too.
 */
public final class ListenerRegistry {

	/** Name of the bean that calls the methods unless an annotation names another. */
	public static final String EXECUTOR = "vwsListenerExecutor";

	private final ConfigurableListableBeanFactory beans;

	private final EventBus bus;

	private final ListenerArguments arguments;

	private final EventOutcomeListener outcomes;

	private final ListenObservation observation;

	private final ListenerLifecycle atBus;

	private final ListenerLifecycle atClients;

	private final Set<String> ids = ConcurrentHashMap.newKeySet();

	/**
	 * Create a registry.
	 * @param beans the beans that the annotations name
	 * @param bus where listeners without a client listen
	 * @param arguments what the parameters of the methods can be
	 * @param outcomes told what becomes of events
	 * @param observation observes the calls of the methods
	 * @param stopTimeout longest time for handling what waits when the application stops
	 */
	public ListenerRegistry(ConfigurableListableBeanFactory beans, EventBus bus, ListenerArguments arguments,
			EventOutcomeListener outcomes, ListenObservation observation, Duration stopTimeout) {
		this.beans = beans;
		this.bus = bus;
		this.arguments = arguments;
		this.outcomes = outcomes;
		this.observation = observation;
		this.atBus = ListenerLifecycle.ofBus(stopTimeout);
		this.atClients = ListenerLifecycle.ofClients(stopTimeout);
	}

	/**
	 * Starts and stops the listeners at the bus.
	 */
	public ListenerLifecycle atBus() {
		return this.atBus;
	}

	/**
	 * Starts and stops the listeners at other servers, by clients.
	 */
	public ListenerLifecycle atClients() {
		return this.atClients;
	}

	/**
	 * Add a listener, and start it if the others run.
	 * @throws InvalidListenerException if it cannot work
	 */
	void add(Object bean, String beanName, Method method, Class<?> type, MergedAnnotation<VwsListener> annotation) {
		ListenerDefinition written = ListenerDefinition.of(type, method, annotation, this::resolve);
		ListenerDefinition definition = written.withId(id(written, beanName));
		ListenerMethod ready = ListenerMethod.of(bean, definition, this.arguments, this.beans, this::resolve);
		ListenerContainer listener = new ListenerContainer(definition, ready, source(definition), executor(definition),
				new ListenerOutcomes(definition.id(), this.outcomes, errorHandler(definition)), this.observation);
		(definition.isRemote() ? this.atClients : this.atBus).add(listener);
	}

	private String resolve(String text) {
		String resolved = this.beans.resolveEmbeddedValue(text);
		return (resolved != null) ? resolved : "";
	}

	private String id(ListenerDefinition definition, String beanName) {
		String id = definition.id();
		if (!id.isEmpty()) {
			if (!this.ids.add(id)) {
				throw definition.invalid("has the id '" + id + "', which another listener has", "Give it another one.");
			}
			return id;
		}
		String made = beanName + "." + definition.method().getName();
		id = made;
		for (int i = 2; !this.ids.add(id); i++) {
			id = made + "#" + i;
		}
		return id;
	}

	private ListenerSource source(ListenerDefinition definition) {
		VwsClient client = bean(definition, "client", definition.client(), VwsClient.class);
		return (client != null) ? new ClientSource(client, this.arguments.mapper())
				: new BusSource(this.bus, this.arguments.mapper());
	}

	private @Nullable VwsListenerErrorHandler errorHandler(ListenerDefinition definition) {
		return bean(definition, "error handler", definition.errorHandler(), VwsListenerErrorHandler.class);
	}

	/**
	 * An executor that takes nothing more, as one that is shut down early when the
	 * application stops, must not keep a listener from handling what waits.
	 */
	private Executor executor(ListenerDefinition definition) {
		Executor usual = this.beans.getBean(EXECUTOR, Executor.class);
		Executor own = bean(definition, "executor", definition.executor(), Executor.class);
		return (own == null) ? usual : (task) -> {
			try {
				own.execute(task);
			}
			catch (RejectedExecutionException ex) {
				usual.execute(task);
			}
		};
	}

	/** By its name or its qualifier, as that of a client of the configuration. */
	private <T> @Nullable T bean(ListenerDefinition definition, String role, String name, Class<T> type) {
		if (name.isEmpty()) {
			return null;
		}
		try {
			return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beans, type, name);
		}
		catch (BeansException ex) {
			List<String> names = List.of(this.beans.getBeanNamesForType(type));
			throw new InvalidListenerException(definition.type(), definition.method(),
					"names the " + role + " '" + name + "', but there is no such bean of type " + type.getName(),
					names.isEmpty() ? "Declare such a bean."
							: "Declare such a bean, or name one of: " + String.join(", ", names) + ".",
					ex);
		}
	}

}
