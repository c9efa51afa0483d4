package io.vws.autoconfigure.client;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Whether {@code vws.client.url} has a value. An empty one counts as none, so that it may
 * come from a variable that is not set everywhere.
 */
final class OnClientUrlCondition extends SpringBootCondition {

	private static final String KEY = "vws.client.url";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("VWS client URL");
		return StringUtils.hasText(context.getEnvironment().getProperty(KEY))
				? ConditionOutcome.match(message.foundExactly(KEY))
				: ConditionOutcome.noMatch(message.didNotFind(KEY).atAll());
	}

}
