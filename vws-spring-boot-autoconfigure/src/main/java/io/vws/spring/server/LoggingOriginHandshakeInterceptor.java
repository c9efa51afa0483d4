package io.vws.spring.server;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.util.StringUtils;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;

/**
 * Answers 403 to the upgrade of a page of another origin, unless it is allowed, and says
 * in the log which keys to look at. Without this interceptor a handler that is registered
 * by a mapping of its own would check no origin at all (CVE-2026-59390).
 */
public final class LoggingOriginHandshakeInterceptor extends OriginHandshakeInterceptor {

	private static final long LOG_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private static final int MAX_LOGGED = 128;

	private static final Logger logger = LoggerFactory.getLogger(LoggingOriginHandshakeInterceptor.class);

	private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - LOG_INTERVAL);

	/**
	 * Create an interceptor that allows the origin of the request's own host and others.
	 * @param allowedOrigins origins such as {@code https://example.com}, also with
	 * wildcards such as {@code https://*.example.com}
	 */
	public LoggingOriginHandshakeInterceptor(Collection<String> allowedOrigins) {
		setAllowedOriginPatterns(allowedOrigins);
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) throws Exception {
		boolean allowed = super.beforeHandshake(request, response, handler, attributes);
		if (!allowed) {
			logRefusal(request);
		}
		return allowed;
	}

	private void logRefusal(ServerHttpRequest request) {
		long now = System.nanoTime();
		long last = this.lastLogged.get();
		if (now - last < LOG_INTERVAL || !this.lastLogged.compareAndSet(last, now)) {
			return;
		}
		logger.warn(
				"Refused a WebSocket upgrade with Origin '{}': the host expected is '{}'. If the page may connect, add "
						+ "its origin to vws.server.allowed-origins; if a proxy changes the host, look at "
						+ "server.forward-headers-strategy",
				printable(request.getHeaders().getFirst(HttpHeaders.ORIGIN)),
				printable(request.getURI().getAuthority()));
	}

	/** Headers are the peer's to choose: nothing of them may break a line of the log. */
	private static String printable(@Nullable String value) {
		String text = StringUtils.hasText(value) ? value : "";
		String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
		return (printable.length() > MAX_LOGGED) ? printable.substring(0, MAX_LOGGED) + "..." : printable;
	}

}
