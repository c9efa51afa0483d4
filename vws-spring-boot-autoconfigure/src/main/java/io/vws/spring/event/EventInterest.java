package io.vws.spring.event;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Finds out whether an application listens for events of a sealed type.
 */
public final class EventInterest {

	private static final String SPRING = "org.springframework.";

	private static final ResolvableType ANYTHING = published(Unheard.class);

	private EventInterest() {
	}

	/**
	 * Whether a context, or one above it, has a listener for any event of a type. What
	 * Spring itself listens with for everything does not count.
	 * @param type a sealed type of events
	 */
	public static boolean isThere(ApplicationContext context, Class<?> type) {
		for (ApplicationContext next = context; next != null; next = next.getParent()) {
			if (!(next instanceof AbstractApplicationContext known)) {
				return true;
			}
			if (known.getApplicationListeners().stream().anyMatch((listener) -> hears(listener, type))
					|| isComing(known)) {
				return true;
			}
		}
		return false;
	}

	/** Spring creates a lazy listener with the first event, whatever it will hear. */
	private static boolean isComing(AbstractApplicationContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		return Arrays.stream(beans.getBeanNamesForType(ApplicationListener.class, true, false))
			.filter((name) -> beans.containsBeanDefinition(name) && !beans.containsSingleton(name))
			.anyMatch((name) -> !isOfSpring(beans.getType(name, false)));
	}

	private static boolean isOfSpring(@Nullable Class<?> type) {
		return type != null && type.getName().startsWith(SPRING);
	}

	private static boolean hears(ApplicationListener<?> listener, Class<?> type) {
		GenericApplicationListener generic = (listener instanceof GenericApplicationListener already) ? already
				: new GenericApplicationListenerAdapter(listener);
		boolean ofSpring = isOfSpring(listener.getClass()) && !(listener instanceof ApplicationListenerMethodAdapter);
		if (ofSpring && generic.supportsEventType(ANYTHING)) {
			return false;
		}
		for (Class<?> each : type.getPermittedSubclasses()) {
			if (generic.supportsEventType(published(each))) {
				return true;
			}
		}
		return false;
	}

	private static ResolvableType published(Class<?> payload) {
		return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, payload);
	}

	/** An event that nobody listens for by its type. */
	private static final class Unheard {

	}

}
