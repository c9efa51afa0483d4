package io.vws.spring.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts the application events of a type onto the event bus. When the application
 * publishes one with Spring's {@code ApplicationEventPublisher}, it is also published to
 * this topic, with the event as payload.
 *
 * <pre class="code">
 * &#64;VwsTopic("orders/{id}/status")
 * record OrderStatusChanged(long id, String status) {
 * }
 * </pre>
 *
 * A placeholder takes the value of the event's property of that name and stands for
 * exactly one level. A value that is {@code null} or empty, has {@code /}, {@code +} or
 * {@code #}, or would begin the topic with {@code $} refuses the event: it does not reach
 * the bus, the failure is counted and logged, and the publisher goes on. Found on super
 * classes and interfaces too.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface VwsTopic {

	/**
	 * The topic, in which a level may be a placeholder such as <code>{id}</code>.
	 */
	String value();

}
