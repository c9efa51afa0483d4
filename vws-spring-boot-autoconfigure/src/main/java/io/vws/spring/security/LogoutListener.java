package io.vws.spring.security;

import io.vws.server.VwsServer;
import jakarta.servlet.http.HttpSession;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionFixationProtectionEvent;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Ends the identity of connections at a logout that leaves the HTTP session alive or has
 * none, and at a login that changes the session's id where only Spring Security tells.
 */
public final class LogoutListener implements ApplicationListener<AbstractAuthenticationEvent> {

	private final SessionIdentities sessions;

	private final VwsServer server;

	/**
	 * Create a listener.
	 * @param sessions knows which identities end with which HTTP session
	 * @param server has the connections
	 */
	public LogoutListener(SessionIdentities sessions, VwsServer server) {
		this.sessions = sessions;
		this.server = server;
	}

	@Override
	public void onApplicationEvent(AbstractAuthenticationEvent event) {
		if (event instanceof LogoutSuccessEvent) {
			endCurrentSession();
			endAllOf(event.getAuthentication());
		}
		else if (event instanceof SessionFixationProtectionEvent login) {
			this.sessions.end(login.getOldSessionId());
		}
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false; // the request is that of the thread
	}

	private void endCurrentSession() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		if (attributes instanceof ServletRequestAttributes request) {
			HttpSession session = request.getRequest().getSession(false);
			if (session != null) {
				this.sessions.end(session.getId());
			}
		}
	}

	/** The same token, or the same login. */
	private void endAllOf(Authentication authentication) {
		if (authentication instanceof AnonymousAuthenticationToken) {
			return;
		}
		this.server.connections()
			.stream()
			.filter((connection) -> authentication.equals(connection.peer().principal()))
			.forEach((connection) -> connection.validity().end());
	}

}
