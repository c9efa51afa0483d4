package io.vws.spring.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Has a method of a bean handle the events of the topics that a pattern matches, whoever
 * publishes them: clients, or the application itself.
 *
 * <pre class="code">
 * &#64;VwsListener("orders/+id/status")
 * void changed(OrderStatus status, &#64;DestinationVariable long id) {
 *     ...
 * }
 * </pre>
 *
 * Parameters may be, in any order:
 * <ul>
 * <li>the payload, with or without {@code @Payload}: converted from its JSON by the
 * application's {@code JsonMapper}, and validated if annotated with {@code @Validated} or
 * {@code @Valid},
 * <li>{@code @DestinationVariable}: what a named wildcard of the pattern stands for,
 * <li>{@code @Header} and {@code @Headers}: headers of the event, and
 * {@value #TOPIC_HEADER},
 * <li>{@code Message}: payload and headers together,
 * <li>{@code Principal}: the user who published the event, and {@code Peer}: the client;
 * {@code null} if the application did,
 * <li>{@code io.vws.bus.Event}, or with a {@link #client() client}
 * {@code io.vws.client.ReceivedEvent}: the event itself, and {@code io.vws.bus.Payload}:
 * its JSON.
 * </ul>
 * What the method returns is published to the topics of {@code @SendTo}, in which a level
 * may be a variable such as <code>{id}</code>; {@code null} is not. A
 * {@code CompletionStage} is waited for, and so is a suspending function of Kotlin.
 * <p>
 * The method is called on a thread of its own, never on that of the publisher; for one
 * event at a time, in the order of each publisher, unless {@link #concurrency()} says
 * otherwise. When the application stops, what waits is handled first. All texts may have
 * <code>${...}</code> placeholders.
 * <p>
 * What makes a listener impossible, such as a parameter that nothing can be found for,
 * stops the start of the application.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Repeatable(VwsListeners.class)
@Reflective(ListenerReflectiveProcessor.class)
public @interface VwsListener {

	/** Name of the header that has the topic of the event: {@value}. */
	String TOPIC_HEADER = "vws-topic";

	/**
	 * Patterns of the topics. A wildcard in the first level matches no topic that begins
	 * with {@code $}. An event that several patterns match is handled once.
	 */
	@AliasFor("patterns")
	String[] value() default {};

	/**
	 * Patterns of the topics; the same as {@link #value()}.
	 */
	@AliasFor("value")
	String[] patterns() default {};

	/**
	 * Name of the listener for people, unique in the application. Empty: made of the
	 * names of bean and method.
	 */
	String id() default "";

	/**
	 * Name or qualifier of the {@code io.vws.client.VwsClient} bean that subscribes and
	 * publishes at another server, such as {@code shop} for {@code vws.clients.shop}.
	 * Empty: the application's own bus.
	 */
	String client() default "";

	/**
	 * How many events may be handled at once. Those of the same topic are handled in
	 * order all the same.
	 */
	int concurrency() default 1;

	/**
	 * Name of the {@code Executor} bean that calls the method. Empty:
	 * {@code vwsListenerExecutor}, which also does what another one rejects.
	 */
	String executor() default "";

	/**
	 * Most events that may wait; with a concurrency, for each of the threads.
	 */
	int queueCapacity() default 1024;

	/**
	 * What happens to a further one.
	 */
	ListenerOverflow onOverflow() default ListenerOverflow.REFUSE;

	/**
	 * Name of the {@link VwsListenerErrorHandler} bean that is told when the method, the
	 * conversion of its parameters or the publishing of its result fails. Empty: a
	 * warning is logged. The failure is counted in any case, and the next event comes.
	 */
	String errorHandler() default "";

}
