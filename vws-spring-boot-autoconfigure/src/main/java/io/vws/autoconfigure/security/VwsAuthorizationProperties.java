package io.vws.autoconfigure.security;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of who may subscribe and publish.
 *
 * @param subscribe Rules for subscriptions, first come first. Without a rule that grants
 * it, a subscription is refused.
 * @param publish Rules for the events that clients publish, first come first. Without a
 * rule that grants it, an event is refused.
 */
@ConfigurationProperties("vws.server.authorization")
public record VwsAuthorizationProperties(@DefaultValue List<Rule> subscribe, @DefaultValue List<Rule> publish) {

	/**
	 * Who gets access to which topics.
	 *
	 * @param topic Topic pattern, such as "orders/+/status". Quote it: YAML reads " #" as
	 * a comment.
	 * @param access Who gets access: "permitAll", "denyAll" or, with Spring Security, an
	 * expression such as "hasRole('OPS')". Quote it, too.
	 */
	public record Rule(@DefaultValue("") String topic, @DefaultValue("") String access) {
	}

}
