package io.vws.spring.server;

import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.context.ServletContextAware;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.RequestUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Accepts the upgrade for who a {@link VwsHandshakeInterceptor} says it is. Of the
 * subprotocols that the peer offers, {@code vws} is accepted and never another, which may
 * be a token.
 * <p>
 * Accepts no extension. Containers would otherwise compress for every browser, which
 * costs about 200 KiB of memory for each connection.
 * <p>
 * The container negotiates by itself what it finds in the request, whatever Spring
 * selects (Tomcat takes an empty selection for all that it has), so the request is
 * stripped of what the peer offers. It is stripped of its query too, which nobody needs
 * here: Tomcat fails to upgrade where it is malformed, and logs it with a stack trace.
 */
final class VwsHandshakeHandler implements HandshakeHandler, ServletContextAware {

	private static final String SUBPROTOCOL = "vws";

	private final DefaultHandshakeHandler delegate;

	VwsHandshakeHandler(boolean tomcatDirect) {
		this.delegate = new IdentifyingHandshakeHandler(UpgradeStrategies.best(tomcatDirect));
		this.delegate.setSupportedProtocols(SUBPROTOCOL);
	}

	@Override
	public void setServletContext(ServletContext servletContext) {
		this.delegate.setServletContext(servletContext);
	}

	@Override
	public boolean doHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		return this.delegate.doHandshake((request instanceof ServletServerHttpRequest servletRequest)
				? new ServletServerHttpRequest(new StrippedRequest(servletRequest.getServletRequest())) : request,
				response, handler, attributes);
	}

	/** Takes the identity that an interceptor left. */
	private static final class IdentifyingHandshakeHandler extends DefaultHandshakeHandler {

		IdentifyingHandshakeHandler(RequestUpgradeStrategy strategy) {
			super(strategy);
		}

		@Override
		protected @Nullable Principal determineUser(ServerHttpRequest request, WebSocketHandler handler,
				Map<String, Object> attributes) {
			HandshakeIdentity identity = HandshakeIdentity.of(attributes);
			return (identity != null) ? identity.principal() : super.determineUser(request, handler, attributes);
		}

	}

	/** A request without a query, whose peer offers no extension. */
	private static final class StrippedRequest extends HttpServletRequestWrapper {

		StrippedRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getQueryString() {
			return null;
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return Map.of();
		}

		@Override
		public @Nullable String getHeader(String name) {
			return isExtensions(name) ? null : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return isExtensions(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
		}

		private static boolean isExtensions(String name) {
			return WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS.equalsIgnoreCase(name);
		}

	}

}
