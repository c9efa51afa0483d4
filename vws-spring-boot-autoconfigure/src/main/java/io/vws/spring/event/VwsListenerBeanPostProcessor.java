package io.vws.spring.event;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotationPredicates;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds {@link VwsListener} methods of beans. They are handed over when all singletons
 * are there, since what a listener needs is made of other beans.
 */
public final class VwsListenerBeanPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beans;

	private final ObjectProvider<ListenerRegistry> registry;

	private final Set<Class<?>> typesWithout = ConcurrentHashMap.newKeySet();

	private @Nullable List<Runnable> found = new ArrayList<>();

	/**
	 * Create a post-processor.
	 * @param beans the beans
	 * @param registry takes the listeners
	 */
	public VwsListenerBeanPostProcessor(ConfigurableListableBeanFactory beans,
			ObjectProvider<ListenerRegistry> registry) {
		this.beans = beans;
		this.registry = registry;
	}

	/**
	 * Whether a class has {@link VwsListener} methods.
	 */
	public static boolean hasListeners(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, VwsListener.class) && !methods(type).isEmpty();
	}

	private static Map<Method, List<MergedAnnotation<VwsListener>>> methods(Class<?> type) {
		return MethodIntrospector.selectMethods(type, (Method method) -> {
			List<MergedAnnotation<VwsListener>> annotations = MergedAnnotations
				.from(method, SearchStrategy.TYPE_HIERARCHY)
				.stream(VwsListener.class)
				.filter(MergedAnnotationPredicates.firstRunOf(MergedAnnotation::getAggregateIndex))
				.toList();
			return annotations.isEmpty() ? null : annotations;
		});
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		if (this.typesWithout.contains(type) || ScopedProxyUtils.isScopedTarget(beanName)) {
			return bean; // the proxy of a scope listens, not what it stands for
		}
		if (!hasListeners(type)) {
			this.typesWithout.add(type);
			return bean;
		}
		methods(type).forEach((method, annotations) -> annotations
			.forEach((annotation) -> add(() -> register(bean, beanName, method, type, annotation))));
		return bean;
	}

	private void register(Object bean, String beanName, Method method, Class<?> type,
			MergedAnnotation<VwsListener> annotation) {
		if (this.beans.containsBean(beanName) && !this.beans.isSingleton(beanName)) {
			throw new InvalidListenerException(type, method,
					"is in the bean '" + beanName + "', which is not a singleton: each instance would listen for ever",
					"Move the method to a singleton.", null);
		}
		this.registry.getObject().add(bean, beanName, method, type, annotation);
	}

	private void add(Runnable registration) {
		synchronized (this) {
			if (this.found != null) {
				this.found.add(registration);
				return;
			}
		}
		registration.run();
	}

	@Override
	public void afterSingletonsInstantiated() {
		createProxiesOfScopes();
		List<Runnable> registrations;
		synchronized (this) {
			registrations = (this.found != null) ? this.found : List.of();
			this.found = null;
		}
		registrations.forEach(Runnable::run);
	}

	/** Nobody else may ask for them, and what they stand for comes and goes. */
	private void createProxiesOfScopes() {
		for (String name : this.beans.getBeanDefinitionNames()) {
			if (ScopedProxyUtils.isScopedTarget(name)) {
				Class<?> type = this.beans.getType(name, false);
				if (type != null && hasListeners(type)) {
					this.beans.getBean(ScopedProxyUtils.getOriginalBeanName(name));
				}
			}
		}
	}

}
