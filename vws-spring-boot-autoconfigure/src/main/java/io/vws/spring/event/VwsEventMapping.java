package io.vws.spring.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/**
 * Puts application events onto the event bus: a bean for types that cannot have
 * {@link VwsTopic}, or where text does not say enough.
 *
 * <pre class="code">
 * &#64;Bean
 * VwsEventMapping invoices() {
 *     return VwsEventMapping.builder()
 *         .select(InvoicePaid.class)
 *         .topic("invoices/{number}/paid")
 *         .map((invoice) -&gt; new PaidView(invoice.number(), invoice.total()))
 *         .build();
 * }
 * </pre>
 *
 * The first mapping that selects an event counts, in the order of the beans. What it does
 * not say is taken from the {@link VwsTopic} of the event's type. Immutable.
 */
public final class VwsEventMapping {

	private final ResolvableType type;

	private final @Nullable Predicate<Object> condition;

	private final EventParts parts;

	private VwsEventMapping(ResolvableType type, @Nullable Predicate<Object> condition, EventParts parts) {
		this.type = type;
		this.condition = condition;
		this.parts = parts;
	}

	/**
	 * Begin a mapping.
	 */
	public static Selection builder() {
		return new Selection();
	}

	/** Whether it may select events of a type. */
	boolean maySelect(ResolvableType eventType) {
		return this.type.isAssignableFrom(eventType);
	}

	/**
	 * Whether it selects an event.
	 * @throws EventMappingException if the condition fails
	 */
	boolean selects(Object event, ResolvableType eventType) {
		try {
			return maySelect(eventType) && (this.condition == null || this.condition.test(event));
		}
		catch (RuntimeException ex) {
			throw new EventMappingException(EventFailure.MAPPING_FAILED,
					"the condition of " + this + " failed with " + ex.getClass().getName(), ex);
		}
	}

	EventParts parts() {
		return this.parts;
	}

	@Override
	public String toString() {
		return this.parts.description();
	}

	/**
	 * The first step: which events the mapping is for.
	 */
	public static final class Selection {

		private Selection() {
		}

		/**
		 * Select events of a type and its sub types.
		 */
		public <E> Builder<E> select(Class<E> type) {
			return new Builder<>(ResolvableType.forClass(type));
		}

		/**
		 * Select events of a generic type, such as {@code Changed<Order>}. Events tell
		 * their generic types if they are {@code ResolvableTypeProvider}s, or have a
		 * class in which those are fixed.
		 */
		public <E> Builder<E> select(ParameterizedTypeReference<E> type) {
			return new Builder<>(ResolvableType.forType(type));
		}

		/**
		 * Select the events for which a condition holds. It is asked for every
		 * application event, those of Spring included.
		 */
		public Builder<Object> select(Predicate<Object> condition) {
			return select(Object.class).when(condition);
		}

	}

	/**
	 * The further steps: where the events go, and as what.
	 *
	 * @param <E> type of the events
	 */
	public static final class Builder<E> {

		private final ResolvableType type;

		private @Nullable Predicate<Object> condition;

		private @Nullable EventPart<Topic> topic;

		private final Map<String, EventPart<@Nullable String>> headers = new LinkedHashMap<>();

		private @Nullable EventPart<@Nullable Object> payload;

		private @Nullable PublishPhase phase;

		private Builder(ResolvableType type) {
			this.type = type;
		}

		/**
		 * Select of these events only those for which a condition holds.
		 */
		public Builder<E> when(Predicate<? super E> condition) {
			this.condition = (event) -> condition.test(cast(event));
			return this;
		}

		/**
		 * Route to a topic, in which placeholders and expressions stand for levels as in
		 * {@link VwsTopic}.
		 */
		public Builder<E> topic(String template) {
			this.topic = EventPart.topic(template);
			return this;
		}

		/**
		 * Route to a topic that a function returns as text. It may have any number of
		 * levels, so the function must not take over what users typed.
		 */
		public Builder<E> topic(Function<? super E, String> topic) {
			this.topic = EventPart.topic((event) -> topic.apply(cast(event)));
			return this;
		}

		/**
		 * Add a header, in whose value placeholders and expressions may stand anywhere.
		 * Without a value it is left out.
		 */
		public Builder<E> header(String name, String template) {
			this.headers.put(name, EventPart.text(template));
			return this;
		}

		/**
		 * Add a header whose value a function returns, {@code null} for none.
		 */
		public Builder<E> header(String name, Function<? super E, @Nullable String> value) {
			this.headers.put(name, EventPart.of((event) -> value.apply(cast(event))));
			return this;
		}

		/**
		 * Map the event to its payload: any object that Jackson can write.
		 */
		public Builder<E> map(Function<? super E, ? extends @Nullable Object> payload) {
			this.payload = EventPart.of((event) -> payload.apply(cast(event)));
			return this;
		}

		/**
		 * Say when the event goes to the bus, instead of
		 * {@code vws.events.transaction-phase}.
		 */
		public Builder<E> phase(PublishPhase phase) {
			this.phase = phase;
			return this;
		}

		/**
		 * Return the mapping.
		 * @throws IllegalStateException if a template or the name of a header is
		 * malformed, or a final type does not have a property that a template names, or
		 * no topic
		 */
		public VwsEventMapping build() {
			EventParts parts = new EventParts("VwsEventMapping of " + this.type, this.topic, this.headers, this.payload,
					this.phase);
			parts.check(this.type.resolve(Object.class));
			return new VwsEventMapping(this.type, this.condition, parts);
		}

		@SuppressWarnings("unchecked") // asked only for events that are selected
		private E cast(Object event) {
			return (E) event;
		}

	}

}
