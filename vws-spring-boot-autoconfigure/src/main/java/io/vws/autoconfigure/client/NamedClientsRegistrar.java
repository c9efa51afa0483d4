package io.vws.autoconfigure.client;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.vws.client.VwsClient;
import io.vws.spring.client.VwsClientLifecycle;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a client, and what starts it, for each name below {@code vws.clients}. The
 * name is the qualifier of the client, which is no candidate without it.
 */
final class NamedClientsRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String KEY = "vws.clients";

	private final Environment environment;

	NamedClientsRegistrar(Environment environment) {
		this.environment = environment;
	}

	/** Name of the bean of a client. */
	static String beanName(String client) {
		return client + "VwsClient";
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String name : names()) {
			if (!registry.containsBeanDefinition(beanName(name))) {
				register(name, registry);
			}
		}
	}

	/** Also of those that have nothing but unknown properties: their mistake is told. */
	private Set<String> names() {
		Binder binder = Binder.get(this.environment);
		Set<String> names = new TreeSet<>(
				binder.bind(KEY, Bindable.mapOf(String.class, Object.class)).orElseGet(Map::of).keySet());
		binder.bind(KEY, Bindable.mapOf(String.class, VwsClientProperties.class))
			.orElseGet(Map::of)
			.forEach((name, properties) -> {
				if (!properties.enabled()) {
					names.remove(name);
				}
			});
		return names;
	}

	private static void register(String name, BeanDefinitionRegistry registry) {
		RootBeanDefinition client = definition(VwsClient.class, "client", name);
		client.setDefaultCandidate(false);
		client.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		client.setDestroyMethodName("close");
		registry.registerBeanDefinition(beanName(name), client);
		RootBeanDefinition lifecycle = definition(VwsClientLifecycle.class, "lifecycle", name);
		lifecycle.getConstructorArgumentValues().addIndexedArgumentValue(1, new RuntimeBeanReference(beanName(name)));
		registry.registerBeanDefinition(beanName(name) + "Lifecycle", lifecycle);
	}

	/** A factory method, which unlike a supplier can be processed ahead of time. */
	private static RootBeanDefinition definition(Class<?> type, String method, String client) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setFactoryBeanName(VwsClientAutoConfiguration.NAMED_CLIENTS);
		definition.setFactoryMethodName(method);
		ConstructorArgumentValues arguments = definition.getConstructorArgumentValues();
		arguments.addIndexedArgumentValue(0, client);
		return definition;
	}

}
