package io.vws.spring.server;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * Accepts upgrades on Jetty, without any extension. Spring's own strategy for Jetty says
 * nothing about extensions, and Jetty then accepts what it is offered. Another container
 * is left to the standard strategy: Jetty's classes may be there for another reason.
 */
final class JettyUpgradeStrategy extends StandardWebSocketUpgradeStrategy {

	@Override
	public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
		return List.of();
	}

	@Override
	public void upgrade(ServerHttpRequest request, ServerHttpResponse response, @Nullable String selectedProtocol,
			List<WebSocketExtension> selectedExtensions, @Nullable Principal user, WebSocketHandler handler,
			Map<String, Object> attributes) {
		HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
		HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
		JettyWebSocketServerContainer container = JettyWebSocketServerContainer
			.getContainer(servletRequest.getServletContext());
		if (container == null) {
			super.upgrade(request, response, selectedProtocol, selectedExtensions, user, handler, attributes);
			return;
		}
		JettyEndpoint endpoint = new JettyEndpoint(handler,
				new JettySession(attributes, user, request.getRemoteAddress()));
		try {
			container.upgrade((upgradeRequest, upgradeResponse) -> {
				upgradeResponse.setExtensions(List.of());
				if (selectedProtocol != null) {
					upgradeResponse.setAcceptedSubProtocol(selectedProtocol);
				}
				return endpoint;
			}, servletRequest, servletResponse);
		}
		catch (Exception ex) {
			throw new HandshakeFailureException("Failed to upgrade", ex);
		}
	}

}
