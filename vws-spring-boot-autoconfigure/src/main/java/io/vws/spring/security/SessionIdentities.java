package io.vws.spring.security;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vws.server.Validity;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import org.jspecify.annotations.Nullable;

/**
 * Which identities of connections end with which HTTP session: when it is invalidated,
 * when it times out, and when its id changes, which a login does. Told by the container
 * or by Spring Session. Thread-safe.
 */
public final class SessionIdentities implements HttpSessionListener, HttpSessionIdListener {

	private final Map<String, Set<Validity>> bySession = new ConcurrentHashMap<>();

	/**
	 * Let an identity end with a session.
	 */
	Entry add(String sessionId, Validity validity) {
		this.bySession.compute(sessionId, (id, validities) -> {
			Set<Validity> all = (validities != null) ? validities : new HashSet<>(4);
			all.add(validity);
			return all;
		});
		return new Entry(sessionId, validity);
	}

	/**
	 * End all identities of a session.
	 */
	void end(String sessionId) {
		Set<Validity> ended = this.bySession.remove(sessionId);
		if (ended != null) {
			ended.forEach(Validity::end);
		}
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		end(event.getSession().getId());
	}

	@Override
	public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
		end(oldSessionId);
	}

	/** Sessions that have open connections. */
	int size() {
		return this.bySession.size();
	}

	/** One identity that ends with a session. */
	final class Entry {

		private final String sessionId;

		private final Validity validity;

		private Entry(String sessionId, Validity validity) {
			this.sessionId = sessionId;
			this.validity = validity;
		}

		/** Forget it. */
		void remove() {
			SessionIdentities.this.bySession.computeIfPresent(this.sessionId, (id, validities) -> {
				validities.remove(this.validity);
				return validities.isEmpty() ? null : validities;
			});
		}

		/**
		 * End it if the session has ended before it was added, so that nobody tells.
		 * @param current the session that there is now
		 */
		void endUnlessIn(@Nullable HttpSession current) {
			if (current == null || !current.getId().equals(this.sessionId)) {
				this.validity.end();
			}
		}

	}

}
