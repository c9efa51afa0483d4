package io.vws.spring.security;

import java.util.Map;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationException;

/**
 * What a peer asks for, as a rule sees it: to subscribe to a pattern or to publish an
 * event. A subscription may leave open what a rule would like to know, such as the
 * {@code user} of the rule {@code users/+user/#} when {@code users/+/status} is asked
 * for. Reading that throws, and a rule that throws denies. Used by one thread.
 */
public final class TopicRequest {

	private final Peer peer;

	private final TopicPattern rule;

	private final @Nullable TopicPattern pattern;

	private final @Nullable Event event;

	private @Nullable Map<String, String> variables;

	private TopicRequest(Peer peer, TopicPattern rule, @Nullable TopicPattern pattern, @Nullable Event event) {
		this.peer = peer;
		this.rule = rule;
		this.pattern = pattern;
		this.event = event;
	}

	static TopicRequest subscribe(Peer peer, TopicPattern rule, TopicPattern pattern) {
		return new TopicRequest(peer, rule, pattern, null);
	}

	static TopicRequest publish(Peer peer, TopicPattern rule, Event event) {
		return new TopicRequest(peer, rule, null, event);
	}

	/**
	 * Who asks.
	 */
	public Peer peer() {
		return this.peer;
	}

	/**
	 * The pattern asked for.
	 * @throws EvaluationException if the peer wants to publish
	 */
	public TopicPattern pattern() {
		if (this.pattern == null) {
			throw new UnreadableVariableException("There is no pattern: the request is to publish");
		}
		return this.pattern;
	}

	/**
	 * The event to publish.
	 * @throws EvaluationException if the peer wants to subscribe
	 */
	public Event event() {
		if (this.event == null) {
			throw new UnreadableVariableException("There is no event: the request is to subscribe");
		}
		return this.event;
	}

	/**
	 * The only topic that the request is about.
	 * @throws EvaluationException if the pattern asked for can match more than one
	 */
	public String topic() {
		if (this.event != null) {
			return this.event.topic().text();
		}
		if (pattern().hasWildcards()) {
			throw new UnreadableVariableException("The request leaves the topic open");
		}
		return pattern().text();
	}

	/**
	 * What a named wildcard of the rule's pattern stands for.
	 * @param name the name, such as {@code user} for {@code +user}
	 * @throws EvaluationException if the rule has no such name or the request leaves it
	 * open
	 */
	public String variable(String name) {
		Map<String, String> values = this.variables;
		if (values == null) {
			values = (this.event != null) ? this.rule.variables(this.event.topic()) : this.rule.variables(pattern());
			this.variables = values;
		}
		String value = values.get(name);
		if (value == null) {
			throw new UnreadableVariableException("The request leaves '" + name + "' open");
		}
		return value;
	}

}
