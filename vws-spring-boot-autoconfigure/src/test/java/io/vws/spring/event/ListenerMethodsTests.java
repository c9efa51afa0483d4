package io.vws.spring.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which methods are listeners, and when they hear.
 */
@Timeout(60)
class ListenerMethodsTests {

	private static final List<String> calls = new CopyOnWriteArrayList<>();

	private final ListenerTester tester = new ListenerTester();

	ListenerMethodsTests() {
		calls.clear();
	}

	@Test
	void repeatedAnnotationsAreListenersEach() {
		this.tester.runner.withBean(Repeated.class).run((context) -> {
			ListenerTester.publish(context, "one/x", 1);
			ListenerTester.publish(context, "two/x", 1);
			await().untilAsserted(() -> assertThat(calls).containsExactlyInAnyOrder("one/x", "two/x"));
		});
	}

	/** As for a connection: once, however many patterns match. */
	@Test
	void eventThatSeveralPatternsOfOneListenerMatchIsHandledOnce() {
		this.tester.runner.withBean(Overlapping.class).run((context) -> {
			ListenerTester.publish(context, "a/b", 1);
			ListenerTester.publish(context, "a/c", 1);
			ListenerTester.publish(context, "end", 1);
			await().until(() -> calls.contains("end"));
			assertThat(calls).containsExactly("a/b", "a/c", "end");
		});
	}

	@Test
	void topicsOfTheSystemNeedPatternsOfTheirOwn() {
		this.tester.runner.withBean(Everything.class).run((context) -> {
			ListenerTester.publish(context, "$SYS/x", 1);
			ListenerTester.publish(context, "$own/x", 1);
			ListenerTester.publish(context, "end", 1);
			await().until(() -> calls.size() >= 2);
			assertThat(calls).containsExactlyInAnyOrder("$own/x", "end");
		});
	}

	@Test
	void annotationOfTheUserIsAListener() {
		this.tester.runner.withBean(Meta.class).run((context) -> {
			ListenerTester.publish(context, "meta/x", 1);
			await().untilAsserted(() -> assertThat(calls).containsExactly("meta/x"));
		});
	}

	@Test
	void annotationsOfInterfacesAndSuperClassesAreFoundAndTheNearestCounts() {
		this.tester.runner.withBean(Inherited.class).run((context) -> {
			for (String topic : List.of("from-interface", "from-super", "overridden", "own", "end")) {
				ListenerTester.publish(context, topic, 1);
			}
			await().until(() -> calls.size() >= 4);
			assertThat(calls).containsExactlyInAnyOrder("from-interface", "from-super", "own", "end");
		});
	}

	@Test
	void placeholdersAreResolved() {
		this.tester.runner.withPropertyValues("shop=north").withBean(Placeholder.class).run((context) -> {
			ListenerTester.publish(context, "shops/north/x", 1);
			ListenerTester.publish(context, "shops/south/x", 1);
			await().untilAsserted(() -> assertThat(calls).containsExactly("shops/north/x"));
		});
	}

	@Test
	void proxiedClassIsCalledThroughItsProxy() {
		this.tester.runner.withBean("listener", Proxied.class).withBean(BeanNameAutoProxyCreator.class, () -> {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("listener");
			creator.setProxyTargetClass(true);
			creator.setInterceptorNames("recording");
			return creator;
		}).withBean("recording", MethodInterceptor.class, () -> ListenerMethodsTests::record).run((context) -> {
			ListenerTester.publish(context, "proxied/x", 1);
			await().untilAsserted(() -> assertThat(calls).containsExactly("before", "proxied/x"));
		});
	}

	@Test
	void proxyOfAnInterfaceIsCalled() {
		this.tester.runner.withBean(Handles.class, () -> {
			ProxyFactory factory = new ProxyFactory(new HandlesImplemented());
			factory.addAdvice((MethodInterceptor) ListenerMethodsTests::record);
			return (Handles) factory.getProxy();
		}).run((context) -> {
			ListenerTester.publish(context, "from-interface", 1);
			await().untilAsserted(() -> assertThat(calls).containsExactly("before", "from-interface"));
		});
	}

	private static @Nullable Object record(MethodInvocation invocation) throws Throwable {
		calls.add("before");
		return invocation.proceed();
	}

	@Test
	void beanOfAScopeIsCalledThroughItsProxy() {
		this.tester.runner.withUserConfiguration(Scoped.class)
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.run((context) -> {
				ListenerTester.publish(context, "scoped/x", 1);
				await().untilAsserted(() -> assertThat(calls).containsExactly("scoped/x"));
			});
	}

	/** Symptom: nobody asks for a listener, so it was never created and heard nothing. */
	@Test
	void lazyInitializationDoesNotKeepListenersFromHearing() {
		this.tester.runner.withBean(Repeated.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				ListenerTester.publish(context, "one/x", 1);
				await().untilAsserted(() -> assertThat(calls).containsExactly("one/x"));
			});
	}

	@Test
	void listenerThatIsCreatedLaterHearsFromThenOn() {
		this.tester.runner.withUserConfiguration(Later.class).run((context) -> {
			ListenerTester.publish(context, "one/x", 1);
			context.getBean(Repeated.class);
			ListenerTester.publish(context, "two/x", 1);
			await().untilAsserted(() -> assertThat(calls).containsExactly("two/x"));
		});
	}

	static class Repeated {

		@VwsListener("one/+")
		@VwsListener("two/+")
		void handle(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	static class Overlapping {

		@VwsListener({ "a/#", "a/+", "+/b", "end" })
		void handle(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	static class Everything {

		@VwsListener("#")
		void all(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

		@VwsListener("$own/#")
		void own(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@VwsListener(onOverflow = ListenerOverflow.CONFLATE)
	@interface Newest {

		@AliasFor(annotation = VwsListener.class, attribute = "patterns")
		String[] value();

	}

	static class Meta {

		@Newest("meta/+")
		void handle(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	interface Handles {

		@VwsListener("from-interface")
		default void handle(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	static class HandlesImplemented implements Handles {

	}

	static class Parent {

		@VwsListener("from-super")
		void inherited(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

		@VwsListener("overridden")
		void overridden(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	static class Inherited extends Parent implements Handles {

		@Override
		@VwsListener({ "own", "end" })
		void overridden(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	static class Placeholder {

		@VwsListener("shops/${shop}/+")
		void handle(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	static class Proxied {

		private final List<String> own = calls;

		@VwsListener("proxied/+")
		void handle(@Header(VwsListener.TOPIC_HEADER) String topic) {
			this.own.add(topic); // would fail on the proxy itself
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		ScopedListener scoped() {
			return new ScopedListener();
		}

	}

	static class ScopedListener {

		@VwsListener("scoped/+")
		void handle(@Header(VwsListener.TOPIC_HEADER) String topic) {
			calls.add(topic);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Later {

		@Bean
		@Lazy
		Repeated repeated() {
			return new Repeated();
		}

	}

}
