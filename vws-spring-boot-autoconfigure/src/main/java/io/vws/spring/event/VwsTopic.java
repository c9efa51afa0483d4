package io.vws.spring.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Puts the application events of a type onto the event bus. When the application
 * publishes one with Spring's {@code ApplicationEventPublisher}, it is also published to
 * this topic, with the event as payload: after the commit if a transaction is active, at
 * once otherwise.
 *
 * <pre class="code">
 * &#64;VwsTopic("orders/{id}/status")
 * record OrderStatusChanged(long id, String status) {
 * }
 * </pre>
 *
 * A placeholder takes the value of the event's property of that name, and
 * <code>#{...}</code> that of a SpEL expression with the event as root. Either stands for
 * exactly one level. A value that is {@code null} or empty, has {@code /}, {@code +} or
 * {@code #}, or would begin the topic with {@code $} refuses the event: it does not reach
 * the bus, the failure is counted and logged, and the publisher goes on.
 * <p>
 * Found on super classes and interfaces too. The nearest one counts, the super class
 * before the interfaces. For types of others, or more than text can say, there is
 * {@link VwsEventMapping}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Reflective(EventTypeReflectiveProcessor.class)
public @interface VwsTopic {

	/**
	 * The topic, in which a level may be a placeholder such as <code>{id}</code> or
	 * <code>#{order.id}</code>.
	 */
	String value();

	/**
	 * Headers that travel with the event, as {@code name=value}. In a value placeholders
	 * and expressions may stand anywhere. A header without a value is left out; names
	 * that begin with {@code vws-} are not for applications.
	 */
	String[] headers() default {};

	/**
	 * Name of a bean of type {@code java.util.function.Function} that makes the payload
	 * of the event. Without one the event itself is the payload.
	 */
	String mapper() default "";

	/**
	 * When the event goes to the bus, one at most. Empty: as
	 * {@code vws.events.transaction-phase} says.
	 */
	PublishPhase[] phase() default {};

}
