package io.vws.spring.security;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.vws.server.PatternAuthorizer.Rule;
import io.vws.server.VwsAuthorizer;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;

/**
 * Rules in Java instead of the configuration, for a {@link VwsAuthorizer} bean:
 *
 * <pre class="code">
 * TopicRules.builder()
 *     .subscribe("ops/#").hasRole("OPS")
 *     .subscribe("users/+user/#").access((authentication, request) -&gt; new AuthorizationDecision(
 *             authentication.get().getName().equals(request.variable("user"))))
 *     .publish("orders/new").authenticated()
 *     .build();
 * </pre>
 *
 * The rules are read as those of the configuration are: first come first, and the last
 * word is deny.
 */
public final class TopicRules {

	private final AuthorizationManagerFactory<TopicRequest> managers;

	private final List<Rule> subscribe = new ArrayList<>();

	private final List<Rule> publish = new ArrayList<>();

	private TopicRules(AuthorizationManagerFactory<TopicRequest> managers) {
		this.managers = managers;
	}

	/**
	 * Begin rules with Spring Security's defaults, such as the prefix {@code ROLE_}.
	 */
	public static TopicRules builder() {
		return builder(new DefaultAuthorizationManagerFactory<>());
	}

	/**
	 * Begin rules.
	 * @param managers decides {@code hasRole} and its like
	 */
	public static TopicRules builder(AuthorizationManagerFactory<TopicRequest> managers) {
		return new TopicRules(managers);
	}

	/**
	 * Begin a rule for subscriptions.
	 * @param patterns the topics
	 * @throws InvalidTopicException if a pattern is not valid
	 */
	public Topics subscribe(String... patterns) {
		return new Topics(this.subscribe, patterns);
	}

	/**
	 * Begin a rule for what clients publish.
	 * @param patterns the topics
	 * @throws InvalidTopicException if a pattern is not valid
	 */
	public Topics publish(String... patterns) {
		return new Topics(this.publish, patterns);
	}

	/**
	 * Return the authorizer that follows the rules.
	 */
	public VwsAuthorizer build() {
		return VwsAuthorizer.byPattern(this.subscribe, this.publish);
	}

	/**
	 * The topics of a rule, whose access is to be said.
	 */
	public final class Topics {

		private final List<Rule> rules;

		private final List<TopicPattern> patterns;

		private Topics(List<Rule> rules, String... patterns) {
			this.rules = rules;
			this.patterns = Stream.of(patterns).map(TopicPattern::parse).toList();
		}

		/** Everybody. */
		public TopicRules permitAll() {
			return access(TopicRules.this.managers.permitAll());
		}

		/** Nobody. */
		public TopicRules denyAll() {
			return access(TopicRules.this.managers.denyAll());
		}

		/** Whoever has logged in. */
		public TopicRules authenticated() {
			return access(TopicRules.this.managers.authenticated());
		}

		/** Whoever has the role, given without its prefix. */
		public TopicRules hasRole(String role) {
			return access(TopicRules.this.managers.hasRole(role));
		}

		/** Whoever has one of the roles, given without their prefix. */
		public TopicRules hasAnyRole(String... roles) {
			return access(TopicRules.this.managers.hasAnyRole(roles));
		}

		/** Whoever has the authority. */
		public TopicRules hasAuthority(String authority) {
			return access(TopicRules.this.managers.hasAuthority(authority));
		}

		/** Whoever has one of the authorities. */
		public TopicRules hasAnyAuthority(String... authorities) {
			return access(TopicRules.this.managers.hasAnyAuthority(authorities));
		}

		/**
		 * Whoever a manager grants it. One that throws or abstains denies.
		 */
		public TopicRules access(AuthorizationManager<? super TopicRequest> manager) {
			for (TopicPattern pattern : this.patterns) {
				this.rules.add(new Rule(pattern, new ManagedAccess(pattern, manager)));
			}
			return TopicRules.this;
		}

	}

}
