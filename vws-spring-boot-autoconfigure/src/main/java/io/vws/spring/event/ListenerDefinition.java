package io.vws.spring.event;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;

import org.springframework.core.annotation.MergedAnnotation;

/**
 * What a {@link VwsListener} says, checked and with its placeholders resolved.
 *
 * @param type class of the bean
 * @param method the method
 * @param id the id, empty for none
 * @param patterns the patterns, at least one
 * @param client name of the client's bean, empty for the bus
 * @param concurrency how many events at once
 * @param executor name of the executor's bean, empty for none
 * @param queueCapacity most events that may wait
 * @param onOverflow what happens to a further one
 * @param errorHandler name of the error handler's bean, empty for none
 */
record ListenerDefinition(Class<?> type, Method method, String id, List<TopicPattern> patterns, String client,
		int concurrency, String executor, int queueCapacity, ListenerOverflow onOverflow, String errorHandler) {

	/**
	 * Read an annotation.
	 * @param placeholders resolves placeholders
	 * @throws InvalidListenerException if a value makes no sense
	 */
	static ListenerDefinition of(Class<?> type, Method method, MergedAnnotation<VwsListener> annotation,
			UnaryOperator<String> placeholders) {
		Reader reader = new Reader(type, method, annotation, placeholders);
		return new ListenerDefinition(type, method, reader.text("id"), reader.patterns(), reader.text("client"),
				reader.positive("concurrency"), reader.text("executor"), reader.positive("queueCapacity"),
				annotation.getEnum("onOverflow", ListenerOverflow.class), reader.text("errorHandler"));
	}

	/** The same under another id. */
	ListenerDefinition withId(String id) {
		return new ListenerDefinition(this.type, this.method, id, this.patterns, this.client, this.concurrency,
				this.executor, this.queueCapacity, this.onOverflow, this.errorHandler);
	}

	/** Whether events come from another server. */
	boolean isRemote() {
		return !this.client.isEmpty();
	}

	/** Names of the variables that every pattern has. */
	Set<String> variables() {
		Set<String> names = new LinkedHashSet<>(this.patterns.get(0).variableNames());
		this.patterns.forEach((pattern) -> names.retainAll(pattern.variableNames()));
		return names;
	}

	/** The patterns as text, for people. */
	String describePatterns() {
		return String.join("', '", this.patterns.stream().map(TopicPattern::text).toList());
	}

	/**
	 * Say that the listener is not valid.
	 * @param reason what is wrong, the second half of a sentence
	 * @param action what to do about it
	 */
	InvalidListenerException invalid(String reason, String action) {
		return new InvalidListenerException(this.type, this.method, reason, action, null);
	}

	/** Reads the values of one annotation. */
	private record Reader(Class<?> type, Method method, MergedAnnotation<VwsListener> annotation,
			UnaryOperator<String> placeholders) {

		String text(String attribute) {
			return this.placeholders.apply(this.annotation.getString(attribute));
		}

		int positive(String attribute) {
			int value = this.annotation.getInt(attribute);
			if (value < 1) {
				throw invalid("has " + attribute + " " + value, "Let it be at least 1.");
			}
			return value;
		}

		List<TopicPattern> patterns() {
			List<TopicPattern> patterns = new ArrayList<>();
			for (String text : this.annotation.getStringArray("patterns")) {
				patterns.add(pattern(this.placeholders.apply(text)));
			}
			if (patterns.isEmpty()) {
				throw invalid("has no pattern", "Give it the topics to listen to, such as \"orders/+id/status\".");
			}
			return patterns.stream().distinct().toList();
		}

		private TopicPattern pattern(String text) {
			try {
				return TopicPattern.parse(text);
			}
			catch (InvalidTopicException ex) {
				throw invalid("has the pattern '" + text + "', which is not valid: " + ex.getMessage(),
						"Correct the pattern.");
			}
		}

		private InvalidListenerException invalid(String reason, String action) {
			return new InvalidListenerException(this.type, this.method, reason, action, null);
		}

	}

}
