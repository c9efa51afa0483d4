package io.vws.spring.event;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.PayloadApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The route of a type of events is made once: what the first event costs, the next ones
 * do not.
 */
class EventRoutesTests {

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final EventRoutes routes = new EventRoutes(List.of(
			VwsEventMapping.builder().select(Mapped.class).topic("mapped/{id}").build(),
			VwsEventMapping.builder().select(Both.class).when((both) -> both.id() > 1).topic("big/{id}").build()),
			this.beans);

	private @Nullable EventRoute route(Object event) {
		return this.routes.find(event, new PayloadApplicationEvent<>(this, event));
	}

	@Test
	void annotationIsReadAndParsedOnceForAType() {
		assertThat(route(new Annotated(1))).isNotNull().isSameAs(route(new Annotated(2)));
	}

	@Test
	void mappingIsParsedOnceForAType() {
		assertThat(route(new Mapped(1))).isNotNull().isSameAs(route(new Mapped(2)));
	}

	@Test
	void eachWayOfATypeHasARouteOfItsOwn() {
		EventRoute annotated = route(new Both(1));
		EventRoute mapped = route(new Both(2));
		assertThat(annotated).isNotNull().isNotSameAs(mapped).isSameAs(route(new Both(1)));
		assertThat(mapped).isNotNull().isSameAs(route(new Both(3)));
	}

	@Test
	void mapperIsAskedForOnceForAType() {
		AtomicInteger created = new AtomicInteger();
		RootBeanDefinition view = new RootBeanDefinition(Function.class, () -> {
			created.incrementAndGet();
			return Function.identity();
		});
		view.setScope(RootBeanDefinition.SCOPE_PROTOTYPE);
		this.beans.registerBeanDefinition("view", view);
		route(new Viewed(1));
		route(new Viewed(2));
		assertThat(created).hasValue(1);
	}

	/** Such as one that is being created when the first event comes. */
	@Test
	void mapperThatIsNotThereYetIsAskedForAgain() {
		assertThatExceptionOfType(EventMappingException.class).isThrownBy(() -> route(new Viewed(1)));
		this.beans.registerSingleton("view", Function.identity());
		assertThat(route(new Viewed(2))).isNotNull();
	}

	@VwsTopic("annotated/{id}/#{id + 1}")
	record Annotated(int id) {
	}

	record Mapped(int id) {
	}

	@VwsTopic("small/{id}")
	record Both(int id) {
	}

	@VwsTopic(value = "viewed/{id}", mapper = "view")
	record Viewed(int id) {
	}

}
