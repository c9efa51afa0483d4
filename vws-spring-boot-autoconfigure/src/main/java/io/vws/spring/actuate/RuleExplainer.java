package io.vws.spring.actuate;

import java.util.List;
import java.util.Map;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.PatternAuthorizer;
import io.vws.server.VwsAuthorizer;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Asks the rules what they would say to somebody, and why.
 */
final class RuleExplainer {

	private static final String CONNECTION = "explain";

	private final VwsAuthorizer authorizer;

	private final JsonMapper mapper;

	RuleExplainer(VwsAuthorizer authorizer, JsonMapper mapper) {
		this.authorizer = authorizer;
		this.mapper = mapper;
	}

	/**
	 * Explain a decision.
	 * @param payload JSON text of what is published, {@code null} for an empty object
	 * @param name who asks, {@code null} for somebody who has not logged in
	 * @throws InvalidEndpointRequestException if the question makes no sense
	 */
	RulesDescriptor explain(String action, String topic, @Nullable String payload, @Nullable String name,
			List<String> authorities) {
		Peer peer = new Peer(CONNECTION, (name != null) ? AssumedPrincipal.of(name, authorities) : null, null);
		try {
			return switch (action) {
				case "subscribe" -> subscribe(peer, TopicPattern.parse(topic));
				case "publish" -> publish(peer, event(peer, topic, (payload != null) ? payload : "{}"));
				default -> throw invalid("The action must be 'subscribe' or 'publish'");
			};
		}
		catch (InvalidTopicException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
		catch (InvalidEndpointRequestException ex) {
			throw ex;
		}
		catch (RuntimeException ex) { // refuses a client's request
			return new RulesDescriptor(false, "Denied: a rule failed with " + ex.getClass().getName(), List.of());
		}
	}

	private Event event(Peer peer, String topic, String payload) {
		try {
			if (this.mapper.readTree(payload).isMissingNode()) {
				throw invalid("The payload is not JSON");
			}
		}
		catch (JacksonException ex) {
			throw invalid("The payload is not JSON");
		}
		return new Event(Topic.parse(topic), Payload.ofJson(payload, this.mapper), Map.of(), peer);
	}

	private RulesDescriptor subscribe(Peer peer, TopicPattern pattern) {
		return (this.authorizer instanceof PatternAuthorizer rules)
				? RulesDescriptor.of(rules.explainSubscribe(peer, pattern))
				: decided(this.authorizer.authorizeSubscribe(peer, pattern));
	}

	private RulesDescriptor publish(Peer peer, Event event) {
		return (this.authorizer instanceof PatternAuthorizer rules)
				? RulesDescriptor.of(rules.explainPublish(peer, event))
				: decided(this.authorizer.authorizePublish(peer, event));
	}

	/** An authorizer of the application's own cannot be looked into. */
	private RulesDescriptor decided(Decision decision) {
		boolean granted = decision instanceof Decision.Allow || decision instanceof Decision.Rewrite;
		String does = granted ? "Granted" : (decision instanceof Decision.Drop) ? "Dropped" : "Denied";
		return new RulesDescriptor(granted, does + " by " + this.authorizer.getClass().getName(), List.of());
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}
