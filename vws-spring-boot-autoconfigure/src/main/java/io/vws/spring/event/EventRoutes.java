package io.vws.spring.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Finds the route of an application event, made once for each type of events.
 * Thread-safe.
 */
final class EventRoutes {

	private final List<VwsEventMapping> mappings;

	private final @Nullable BeanFactory beans;

	private final Map<Key, Optional<EventRoute>> routes = new ConcurrentHashMap<>();

	/**
	 * Create the routes.
	 * @param mappings asked first, in this order
	 * @param beans the beans that expressions and annotations name, {@code null} for none
	 */
	EventRoutes(List<VwsEventMapping> mappings, @Nullable BeanFactory beans) {
		this.mappings = List.copyOf(mappings);
		this.beans = beans;
	}

	/**
	 * Whether some event of a type may have a route.
	 */
	boolean mayHave(ResolvableType published) {
		ResolvableType type = eventType(published);
		return this.mappings.stream().anyMatch((mapping) -> mapping.maySelect(type))
				|| annotation(type.resolve(Object.class)).isPresent();
	}

	/**
	 * Return the route of an event.
	 * @param event the event
	 * @param published how it was published
	 * @return the route, {@code null} if the event stays inside
	 * @throws EventMappingException if the mapping is malformed or does not fit the type,
	 * or its condition fails
	 */
	@Nullable EventRoute find(Object event, ApplicationEvent published) {
		VwsEventMapping mapping = this.mappings.isEmpty() ? null : select(event, typeOf(published));
		Key key = new Key(event.getClass(), mapping);
		Optional<EventRoute> route = this.routes.get(key);
		if (route == null) {
			route = make(key);
			this.routes.put(key, route);
		}
		return route.orElse(null);
	}

	private @Nullable VwsEventMapping select(Object event, ResolvableType type) {
		for (VwsEventMapping mapping : this.mappings) {
			if (mapping.selects(event, type)) {
				return mapping;
			}
		}
		return null;
	}

	private static ResolvableType typeOf(ApplicationEvent published) {
		return eventType(ResolvableType.forInstance(published));
	}

	/** The type of what is published; an object that is no event comes wrapped in one. */
	private static ResolvableType eventType(ResolvableType published) {
		return PayloadApplicationEvent.class.isAssignableFrom(published.resolve(Object.class))
				? published.as(PayloadApplicationEvent.class).getGeneric(0) : published;
	}

	/**
	 * Not within the map: this may create a bean, which may publish events. What fails is
	 * tried again with the next event, when the bean may be there.
	 */
	private Optional<EventRoute> make(Key key) {
		try {
			EventParts parts = annotated(key.type);
			if (key.mapping != null) {
				parts = key.mapping.parts().orElse(parts);
			}
			return Optional.ofNullable(parts)
				.map((found) -> found.route(Placeholders.propertiesOf(key.type), this.beans));
		}
		catch (IllegalStateException ex) {
			throw new EventMappingException(EventFailure.MAPPING_FAILED, String.valueOf(ex.getMessage()), ex);
		}
		catch (RuntimeException ex) { // such as a property that is not accessible
			throw new EventMappingException(EventFailure.MAPPING_FAILED,
					"the mapping cannot be used: " + ex.getClass().getName(), ex);
		}
	}

	/**
	 * Return what the annotation of a type says.
	 * @return its parts, {@code null} if there is no annotation
	 * @throws IllegalStateException if it is malformed
	 */
	static @Nullable EventParts annotated(Class<?> type) {
		MergedAnnotation<VwsTopic> annotation = annotation(type);
		return (annotation.isPresent() && annotation.getSource() instanceof Class<?> source)
				? EventParts.of(annotation.synthesize(), source) : null;
	}

	/**
	 * Look for the annotation type by type, the nearest first: Spring's own search goes
	 * up all interfaces before it looks at the super class.
	 */
	private static MergedAnnotation<VwsTopic> annotation(Class<?> type) {
		Set<Class<?>> seen = new HashSet<>();
		Deque<Class<?>> next = new ArrayDeque<>(List.of(type));
		while (!next.isEmpty()) {
			Class<?> current = next.remove();
			MergedAnnotation<VwsTopic> annotation = MergedAnnotations.from(current).get(VwsTopic.class);
			if (annotation.isPresent()) {
				return annotation;
			}
			if (current.getSuperclass() != null && seen.add(current.getSuperclass())) {
				next.add(current.getSuperclass());
			}
			for (Class<?> inherited : current.getInterfaces()) {
				if (seen.add(inherited)) {
					next.add(inherited);
				}
			}
		}
		return MergedAnnotation.missing();
	}

	/**
	 * What has one route.
	 *
	 * @param mapping the mapping that selected the event, {@code null} for none
	 */
	private record Key(Class<?> type, @Nullable VwsEventMapping mapping) {
	}

}
