package io.vws.spring.event;

import java.lang.reflect.AnnotatedElement;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;

/**
 * Registers what a native image needs of the type of an application event: its properties
 * are read for the topic and written as JSON.
 */
final class EventTypeReflectiveProcessor implements ReflectiveProcessor {

	private final BindingReflectionHintsRegistrar registrar = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Class<?> type) {
			this.registrar.registerReflectionHints(hints, type);
		}
	}

}
