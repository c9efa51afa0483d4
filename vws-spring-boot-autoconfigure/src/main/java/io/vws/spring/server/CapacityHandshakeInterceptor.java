package io.vws.spring.server;

import java.util.Map;

import io.vws.server.CloseReason;
import io.vws.server.VwsServer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Answers 503 with {@code Retry-After} to an upgrade that the server would not take: it
 * is stopping, has as many connections as it may, in all, of this user or from this
 * address, or has made too many in this second.
 */
final class CapacityHandshakeInterceptor implements HandshakeInterceptor {

	private static final String RETRY_AFTER_SECONDS = "5";

	private final VwsServer server;

	CapacityHandshakeInterceptor(VwsServer server) {
		this.server = server;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		CloseReason refusal = this.server.handshake(request.getPrincipal(),
				VwsWebSocketHandler.host(request.getRemoteAddress()));
		if (refusal == null) {
			return true;
		}
		response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
		response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		return false;
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
	}

}
