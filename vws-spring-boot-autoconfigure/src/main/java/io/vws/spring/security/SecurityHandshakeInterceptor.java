package io.vws.spring.security;

import java.util.Map;

import io.vws.server.Validity;
import io.vws.spring.server.HandshakeIdentity;
import io.vws.spring.server.VwsHandshakeInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.web.socket.WebSocketHandler;

/**
 * Takes whom the application's filter chain authenticated, by whatever means, and gives
 * it to the connection, which from then on passes it as an argument. What ends it is
 * known here too: the expiry of a token and the HTTP session, if there is one.
 */
public final class SecurityHandshakeInterceptor implements VwsHandshakeInterceptor, Ordered {

	private static final String SESSION_IDENTITY = SecurityHandshakeInterceptor.class.getName();

	private final SessionIdentities sessions;

	private final SecurityContextHolderStrategy contexts;

	/**
	 * Create an interceptor.
	 * @param sessions knows which identities end with which HTTP session
	 * @param contexts where the filter chain leaves whom it authenticated, {@code null}
	 * for the usual place
	 */
	public SecurityHandshakeInterceptor(SessionIdentities sessions, @Nullable SecurityContextHolderStrategy contexts) {
		this.sessions = sessions;
		this.contexts = (contexts != null) ? contexts : SecurityContextHolder.getContextHolderStrategy();
	}

	/** Last, so that what another one refuses is not looked at. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			Map<String, Object> attributes) {
		Authentication authentication = authentication();
		Validity validity = Validity.until(TokenExpiry.of(authentication));
		HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
		HttpSession session = servletRequest.getSession(false);
		SessionIdentities.Entry entry = (session != null) ? this.sessions.add(session.getId(), validity) : null;
		servletRequest.setAttribute(SESSION_IDENTITY, entry);
		new HandshakeIdentity(authentication, validity, (entry != null) ? entry::remove : () -> {
		}).putInto(attributes);
		return true;
	}

	private Authentication authentication() {
		Authentication authentication = this.contexts.getContext().getAuthentication();
		return (authentication != null) ? authentication : new AnonymousAuthenticationToken("vws", "anonymousUser",
				AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
	}

	@Override
	public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
			@Nullable Exception exception) {
		HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
		int status = ((ServletServerHttpResponse) response).getServletResponse().getStatus();
		if (servletRequest.getAttribute(SESSION_IDENTITY) instanceof SessionIdentities.Entry entry) {
			if (exception != null || status >= HttpStatus.MULTIPLE_CHOICES.value()) {
				entry.remove(); // no connection follows
			}
			entry.endUnlessIn(servletRequest.getSession(false));
		}
	}

}
