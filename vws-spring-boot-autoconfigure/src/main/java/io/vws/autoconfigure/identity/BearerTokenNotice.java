package io.vws.autoconfigure.identity;

import io.vws.spring.security.SubprotocolBearerTokenResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says in the log, once at the start, if bearer tokens of browsers are not found because
 * the application looks for tokens by itself.
 */
final class BearerTokenNotice implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(BearerTokenNotice.class);

	private final ObjectProvider<SubprotocolBearerTokenResolver> resolver;

	BearerTokenNotice(ObjectProvider<SubprotocolBearerTokenResolver> resolver) {
		this.resolver = resolver;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.resolver.stream().findAny().isEmpty()) {
			logger.info("Bearer tokens in the subprotocol of a WebSocket upgrade are not looked for: the application "
					+ "has its own BearerTokenResolver or AuthenticationConverter. To have both, wrap the resolver in "
					+ "a SubprotocolBearerTokenResolver");
		}
	}

}
