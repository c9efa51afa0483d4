package io.vws.autoconfigure.event;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.spring.event.EventOutcomeListener;
import io.vws.spring.event.ListenObservation;
import io.vws.spring.event.ListenerArguments;
import io.vws.spring.event.ListenerLifecycle;
import io.vws.spring.event.ListenerRegistry;
import io.vws.spring.event.VwsListenerBeanPostProcessor;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.validation.Validator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the methods with
 * {@code @VwsListener}.
 */
@AutoConfiguration(after = VwsBusAutoConfiguration.class,
		afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnClass(InvocableHandlerMethod.class)
@ConditionalOnBean(EventBus.class)
@ConditionalOnBooleanProperty(name = "vws.listener.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VwsListenerProperties.class)
public final class VwsListenerAutoConfiguration {

	private static final String THREADS = "vws-listener-";

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static VwsListenerBeanPostProcessor vwsListenerBeanPostProcessor(ConfigurableListableBeanFactory beans,
			ObjectProvider<ListenerRegistry> registry) {
		return new VwsListenerBeanPostProcessor(beans, registry);
	}

	/** A listener that is created at its first use would never hear an event. */
	@Bean
	static LazyInitializationExcludeFilter vwsListenersAreNotLazy() {
		return (beanName, definition, type) -> VwsListenerBeanPostProcessor.hasListeners(type);
	}

	@Bean
	@ConditionalOnMissingBean
	ListenerArguments vwsListenerArguments(ConfigurableListableBeanFactory beans, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<Validator> validator, ObjectProvider<HandlerMethodArgumentResolver> resolvers) {
		ConversionService conversions = beans.getConversionService();
		return new ListenerArguments(mapper.getIfAvailable(JsonMapper::shared),
				(conversions != null) ? conversions : ApplicationConversionService.getSharedInstance(),
				validator.getIfUnique(), resolvers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ListenerRegistry vwsListenerRegistry(ConfigurableListableBeanFactory beans, EventBus bus,
			ListenerArguments arguments, ObjectProvider<EventOutcomeListener> failures,
			ObjectProvider<ListenObservation> observation, VwsListenerProperties properties) {
		return new ListenerRegistry(beans, bus, arguments, EventOutcomeListener.all(failures.orderedStream().toList()),
				observation.getIfAvailable(ListenObservation::none), properties.stopTimeout());
	}

	@Bean
	ListenerLifecycle vwsListenerLifecycle(ListenerRegistry listeners) {
		return listeners.atBus();
	}

	@Bean
	ListenerLifecycle vwsClientListenerLifecycle(ListenerRegistry listeners) {
		return listeners.atClients();
	}

	// Not default candidates: the application's own executor must not back off for them.

	@Bean(name = ListenerRegistry.EXECUTOR, defaultCandidate = false)
	@ConditionalOnMissingBean(name = ListenerRegistry.EXECUTOR)
	@ConditionalOnThreading(Threading.VIRTUAL)
	VirtualThreadTaskExecutor vwsVirtualListenerExecutor() {
		return new VirtualThreadTaskExecutor(THREADS);
	}

	@Bean(name = ListenerRegistry.EXECUTOR, defaultCandidate = false, destroyMethod = "shutdownNow")
	@ConditionalOnMissingBean(name = ListenerRegistry.EXECUTOR)
	@ConditionalOnThreading(Threading.PLATFORM)
	ThreadPoolExecutor vwsListenerExecutor(VwsListenerProperties properties) {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(properties.maxThreads(), properties.maxThreads(), 60,
				TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new CustomizableThreadFactory(THREADS));
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

}
