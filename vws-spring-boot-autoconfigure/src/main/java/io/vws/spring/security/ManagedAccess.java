package io.vws.spring.security;

import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.log.LogThrottle;
import io.vws.server.PatternAuthorizer.Access;
import io.vws.topic.TopicPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.expression.EvaluationException;
import org.springframework.expression.ExpressionInvocationTargetException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Access as Spring Security decides it. Whoever throws or abstains denies.
 */
final class ManagedAccess implements Access {

	private static final Logger logger = LoggerFactory.getLogger(ManagedAccess.class);

	private static final Authentication ANONYMOUS = new AnonymousAuthenticationToken("vws", "anonymousUser",
			List.of(new SimpleGrantedAuthority("ROLE_ANONYMOUS")));

	private final LogThrottle failures = new LogThrottle(logger);

	private final TopicPattern rule;

	private final AuthorizationManager<? super TopicRequest> manager;

	/**
	 * Create an access.
	 * @param rule the topics that the rule is about
	 * @param manager decides
	 */
	ManagedAccess(TopicPattern rule, AuthorizationManager<? super TopicRequest> manager) {
		this.rule = rule;
		this.manager = manager;
	}

	@Override
	public boolean grantsSubscribe(Peer peer, TopicPattern requested) {
		return grants(TopicRequest.subscribe(peer, this.rule, requested));
	}

	@Override
	public boolean grantsPublish(Peer peer, Event event) {
		return grants(TopicRequest.publish(peer, this.rule, event));
	}

	private boolean grants(TopicRequest request) {
		try {
			AuthorizationResult result = this.manager.authorize(() -> authentication(request.peer()), request);
			return result != null && result.isGranted();
		}
		catch (RuntimeException | Error ex) {
			if (isFailure(ex)) {
				this.failures.warn("The rule for '{}' failed with {}, so a request was refused", this.rule,
						ex.getClass().getName());
			}
			logger.debug("The rule for '{}' threw, so a request was refused", this.rule, ex);
			return false;
		}
	}

	/** What a request leaves open, or a payload lacks, is no failure of the rule. */
	private static boolean isFailure(Throwable ex) {
		return !(ex instanceof EvaluationException) || ex instanceof ExpressionInvocationTargetException;
	}

	@Override
	public String toString() {
		return this.manager.toString();
	}

	private static Authentication authentication(Peer peer) {
		return (peer.principal() instanceof Authentication authentication) ? authentication : ANONYMOUS;
	}

}
