package io.vws.spring.security;

import io.vws.server.PatternAuthorizer.Access;
import io.vws.topic.TopicPattern;

/**
 * Makes an {@link Access} of the text that a rule of the configuration holds. Used while
 * the application starts.
 */
public interface AccessParser {

	/**
	 * Parse the access of a rule for subscriptions.
	 * @param rule the topics that the rule is about
	 * @param text such as {@code hasRole('OPS')}
	 * @throws InvalidAccessException if the text is not valid
	 */
	Access parseSubscribe(TopicPattern rule, String text);

	/**
	 * Parse the access of a rule for what clients publish.
	 * @param rule the topics that the rule is about
	 * @param text such as {@code #payload.amount < 100}
	 * @throws InvalidAccessException if the text is not valid
	 */
	Access parsePublish(TopicPattern rule, String text);

}
