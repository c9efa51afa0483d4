package io.vws.spring.event;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

class EventInterestTests {

	static Stream<Class<?>> interested() {
		return Stream.of(OneKind.class, AllKinds.class, Anything.class, Typed.class, Untyped.class);
	}

	static Stream<Class<?>> others() {
		return Stream.of(Object.class, OtherEvents.class, OtherPayload.class);
	}

	@ParameterizedTest
	@MethodSource("interested")
	void findsListeners(Class<?> listener) {
		assertThat(isThere(listener)).isTrue();
	}

	/** An application has many listeners of Spring for everything. */
	@ParameterizedTest
	@MethodSource("others")
	void findsNoneWhereThereIsNone(Class<?> listener) {
		assertThat(isThere(listener)).isFalse();
	}

	@Test
	void findsThoseOfAParent() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OneKind.class)
			.web(WebApplicationType.NONE)
			.child(Object.class)
			.web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--spring.main.log-startup-info=false")) {
			assertThat(EventInterest.isThere(context, VwsConnectionEvent.class)).isTrue();
		}
	}

	@Test
	void findsThoseThatAreCreatedWithTheFirstEvent() {
		assertThat(isThere(Typed.class, "--spring.main.lazy-initialization=true")).isTrue();
		assertThat(isThere(Object.class, "--spring.main.lazy-initialization=true")).isFalse();
	}

	private static boolean isThere(Class<?> listener, String... further) {
		String[] arguments = Stream
			.concat(Stream.of("--spring.main.banner-mode=off", "--spring.main.log-startup-info=false"),
					Stream.of(further))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(listener)
			.web(WebApplicationType.NONE)
			.run(arguments)) {
			return EventInterest.isThere(context, VwsConnectionEvent.class);
		}
	}

	static class OneKind {

		@EventListener
		void closed(VwsConnectionEvent.Closed event) {
		}

	}

	static class AllKinds {

		@EventListener
		void any(VwsConnectionEvent event) {
		}

	}

	static class Anything {

		@EventListener
		void anything(Object event) {
		}

	}

	static class Typed implements ApplicationListener<PayloadApplicationEvent<VwsConnectionEvent.Opened>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<VwsConnectionEvent.Opened> event) {
		}

	}

	static class Untyped implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	static class OtherEvents {

		@EventListener
		void message(VwsMessageEvent event) {
		}

	}

	static class OtherPayload implements ApplicationListener<PayloadApplicationEvent<String>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<String> event) {
		}

	}

}
