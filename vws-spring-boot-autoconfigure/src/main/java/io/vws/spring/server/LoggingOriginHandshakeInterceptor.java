package io.vws.spring.server;

import java.util.Collection;
import java.util.Map;

import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;

/**
 * Answers 403 to the upgrade of a page of another origin, unless it is allowed, and says
 * in the log which keys to look at. Without this interceptor a handler that is registered
 * by a mapping of its own would check no origin at all (CVE-2026-59390).
 */
final class LoggingOriginHandshakeInterceptor extends OriginHandshakeInterceptor {

	private final LogThrottle refusals = new LogThrottle(
			LoggerFactory.getLogger(LoggingOriginHandshakeInterceptor.class));

	/**
	 * Create an interceptor that allows the origin of the request's own host and others.
	 * @param allowedOrigins origins such as {@code https://example.com}, also with
	 * wildcards such as {@code https://*.example.com}
	 */
	LoggingOriginHandshakeInterceptor(Collection<String> allowedOrigins) {
		setAllowedOriginPatterns(allowedOrigins);
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) throws Exception {
		boolean allowed = false;
		try {
			allowed = super.beforeHandshake(request, response, handler, attributes);
		}
		catch (IllegalArgumentException ex) {
			response.setStatusCode(HttpStatus.FORBIDDEN); // not an origin at all
		}
		if (!allowed) {
			logRefusal(request);
		}
		return allowed;
	}

	private void logRefusal(ServerHttpRequest request) {
		this.refusals.warn(
				"Refused a WebSocket upgrade with Origin '{}': the host expected is '{}'. If the page may connect, add "
						+ "its origin to vws.server.allowed-origins; if a proxy changes the host, look at "
						+ "server.forward-headers-strategy",
				LogText.printable(request.getHeaders().getFirst(HttpHeaders.ORIGIN)),
				LogText.printable(request.getURI().getAuthority()));
	}

}
