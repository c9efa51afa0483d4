package io.vws.spring.event;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
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
import org.springframework.context.SmartLifecycle;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * All {@link VwsListener}s of an application. They hear events before the web server
 * takes connections, and until it has ended; then what waits is handled first.
 */
public final class ListenerRegistry implements SmartLifecycle {

	/** Name of the bean that calls the methods unless an annotation names another. */
	public static final String EXECUTOR = "vwsListenerExecutor";

	/**
	 * Lower than that of the web server, so started earlier and stopped later; higher
	 * than that of Spring's executors, which are still there.
	 */
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private final ConfigurableListableBeanFactory beans;

	private final EventBus bus;

	private final ListenerArguments arguments;

	private final EventFailureListener failures;

	private final ListenObservation observation;

	private final Duration stopTimeout;

	private final Set<String> ids = ConcurrentHashMap.newKeySet();

	private final List<ListenerContainer> listeners = new ArrayList<>();

	private volatile boolean running;

	/**
	 * Create a registry.
	 * @param beans the beans that the annotations name
	 * @param bus where listeners without a client listen
	 * @param arguments what the parameters of the methods can be
	 * @param failures told of each event that a listener fails to handle or drops
	 * @param observation observes the calls of the methods
	 * @param stopTimeout longest time for handling what waits when the application stops
	 */
	public ListenerRegistry(ConfigurableListableBeanFactory beans, EventBus bus, ListenerArguments arguments,
			EventFailureListener failures, ListenObservation observation, Duration stopTimeout) {
		this.beans = beans;
		this.bus = bus;
		this.arguments = arguments;
		this.failures = failures;
		this.observation = observation;
		this.stopTimeout = stopTimeout;
	}

	/**
	 * Add a listener, and start it if the others run.
	 * @throws InvalidListenerException if it cannot work
	 */
	void add(Object bean, String beanName, Method method, Class<?> type, MergedAnnotation<VwsListener> annotation) {
		ListenerDefinition written = ListenerDefinition.of(type, method, annotation, this::resolve);
		ListenerDefinition definition = written.withId(id(written, beanName));
		ListenerMethod ready = ListenerMethod.of(bean, definition, this.arguments, this.beans, this::resolve);
		add(new ListenerContainer(definition, ready, source(definition), executor(definition),
				new ListenerFailures(definition.id(), this.failures, errorHandler(definition)), this.observation));
	}

	/**
	 * Holds the lock only here: to make a listener ready needs beans, which have a lock.
	 */
	private synchronized void add(ListenerContainer listener) {
		this.listeners.add(listener);
		if (this.running) {
			listener.start();
		}
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

	@Override
	public synchronized void start() {
		if (!this.running) {
			this.running = true;
			this.listeners.forEach(ListenerContainer::start);
		}
	}

	@Override
	public void stop() {
		long deadline = System.nanoTime() + this.stopTimeout.toNanos();
		try {
			for (ListenerContainer container : close()) {
				container.awaitEnd(deadline);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Not held any longer: a listener that ends may create a bean that has another one.
	 */
	private synchronized List<ListenerContainer> close() {
		this.running = false;
		List<ListenerContainer> closed = List.copyOf(this.listeners);
		closed.forEach(ListenerContainer::close);
		return closed;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
