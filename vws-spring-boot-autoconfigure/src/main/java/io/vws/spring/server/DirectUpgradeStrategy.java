package io.vws.spring.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * Accepts upgrades on Tomcat such that frames go straight through the connection's
 * socket: see {@link DirectTransport}. What cannot be had that way takes Tomcat's own
 * WebSocket session: TLS that Tomcat itself ends, and HTTP/2.
 */
final class DirectUpgradeStrategy extends StandardWebSocketUpgradeStrategy {

	/** RFC 6455, section 1.3. */
	private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite";

	private final BufferPool buffers = new BufferPool();

	@Override
	public void upgrade(ServerHttpRequest request, ServerHttpResponse response, @Nullable String selectedProtocol,
			List<WebSocketExtension> selectedExtensions, @Nullable Principal user, WebSocketHandler handler,
			Map<String, Object> attributes) {
		HttpServletRequest servletRequest = getHttpServletRequest(request);
		String key = servletRequest.getHeader(WebSocketHttpHeaders.SEC_WEBSOCKET_KEY);
		if (key == null || !isDirect(servletRequest)) {
			super.upgrade(request, response, selectedProtocol, selectedExtensions, user, handler, attributes);
			return;
		}
		HttpServletResponse servletResponse = getHttpServletResponse(response);
		servletResponse.setHeader(HttpHeaders.UPGRADE, "websocket");
		servletResponse.setHeader(HttpHeaders.CONNECTION, "upgrade");
		servletResponse.setHeader(WebSocketHttpHeaders.SEC_WEBSOCKET_ACCEPT, accept(key));
		if (selectedProtocol != null) {
			servletResponse.setHeader(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL, selectedProtocol);
		}
		DirectSession session = new DirectSession(request, user, selectedProtocol, attributes);
		try {
			servletRequest.upgrade(DirectUpgradeHandler.class)
				.prepare(new DirectUpgradeHandler.Upgrade(handler, session, this.buffers));
		}
		catch (IOException | ServletException ex) {
			throw new HandshakeFailureException("Failed to upgrade", ex);
		}
	}

	private static boolean isDirect(HttpServletRequest request) {
		// Tomcat's word on its own connection; isSecure() may be that of a proxy
		return "HTTP/1.1".equals(request.getProtocol()) && request.getAttribute(CIPHER_SUITE) == null;
	}

	private static String accept(String key) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-1")
				.digest((key + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-1", ex);
		}
	}

}
