package io.vws.spring.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.StringUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Answers 403 to the upgrade of a page of another origin, unless it is allowed, and says
 * in the log which keys to look at. Without this interceptor a handler that is registered
 * by a mapping of its own would check no origin at all (CVE-2026-59390).
 * <p>
 * Where every origin is allowed, a page whose origin is not named may still not use what
 * the browser adds by itself: any page could act for the user otherwise.
 */
final class LoggingOriginHandshakeInterceptor extends OriginHandshakeInterceptor {

	private static final String CLIENT_CERTIFICATE = "jakarta.servlet.request.X509Certificate";

	private final LogThrottle refusals = new LogThrottle(
			LoggerFactory.getLogger(LoggingOriginHandshakeInterceptor.class));

	/** Those of the allowed origins that not everybody has. */
	private final CorsConfiguration named;

	/**
	 * Create an interceptor that allows the origin of the request's own host and others.
	 * @param allowedOrigins origins such as {@code https://example.com}, also with
	 * wildcards such as {@code https://*.example.com}
	 */
	LoggingOriginHandshakeInterceptor(Collection<String> allowedOrigins) {
		setAllowedOriginPatterns(allowedOrigins);
		this.named = configuration(
				allowedOrigins.stream().filter((origin) -> !isForEverybody(configuration(List.of(origin)))).toList());
	}

	private static CorsConfiguration configuration(List<String> origins) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOriginPatterns(origins);
		return configuration;
	}

	private static boolean isForEverybody(CorsConfiguration origin) {
		return Stream.of("https://stranger.invalid", "http://stranger.invalid")
			.map(origin::checkOrigin)
			.anyMatch(Objects::nonNull);
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
		else if (isStranger(request) && hasCredentialsOfTheBrowser(request)) {
			response.setStatusCode(HttpStatus.FORBIDDEN);
			logStranger(request);
			allowed = false;
		}
		return allowed;
	}

	private boolean isStranger(ServerHttpRequest request) {
		return !WebUtils.isSameOrigin(request) && this.named.checkOrigin(request.getHeaders().getOrigin()) == null;
	}

	/** A page can set no header for a WebSocket: these come from the browser. */
	private static boolean hasCredentialsOfTheBrowser(ServerHttpRequest request) {
		String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
		return request.getHeaders().containsHeader(HttpHeaders.COOKIE)
				|| (authorization != null && !StringUtils.startsWithIgnoreCase(authorization, "Bearer "))
				|| (request instanceof ServletServerHttpRequest servletRequest
						&& servletRequest.getServletRequest().getAttribute(CLIENT_CERTIFICATE) != null);
	}

	private void logStranger(ServerHttpRequest request) {
		this.refusals
			.warn("Refused a WebSocket upgrade with Origin '{}' because it carries a cookie or other credentials of the "
					+ "browser: vws.server.allowed-origins allows every origin, and then any page could act for the "
					+ "user. If the page may do so, name its origin there", origin(request));
	}

	private void logRefusal(ServerHttpRequest request) {
		this.refusals.warn(
				"Refused a WebSocket upgrade with Origin '{}': the host expected is '{}'. If the page may connect, add "
						+ "its origin to vws.server.allowed-origins; if a proxy changes the host, look at "
						+ "server.forward-headers-strategy",
				origin(request), LogText.printable(request.getURI().getAuthority()));
	}

	private static String origin(ServerHttpRequest request) {
		return LogText.printable(request.getHeaders().getFirst(HttpHeaders.ORIGIN));
	}

}
