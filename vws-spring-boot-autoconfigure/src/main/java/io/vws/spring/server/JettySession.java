package io.vws.spring.server;

import java.security.Principal;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.adapter.jetty.JettyWebSocketSession;

/**
 * Spring's session of a Jetty connection, whose reading can be suspended. Jetty delivers
 * one frame for each demand; {@link JettyEndpoint} demands the next one when it has
 * handled one, and while reading is suspended that demand waits. Any thread may resume.
 */
final class JettySession extends JettyWebSocketSession {

	private final Object lock = new Object();

	private boolean suspended;

	private boolean demandWaits;

	JettySession(Map<String, Object> attributes, @Nullable Principal user) {
		super(attributes, user);
	}

	/** A frame has been handled. */
	void demand() {
		synchronized (this.lock) {
			if (this.suspended) {
				this.demandWaits = true;
				return;
			}
		}
		getNativeSession().demand();
	}

	/** Called while a frame is handled, by the same thread. */
	void suspend() {
		synchronized (this.lock) {
			this.suspended = true;
		}
	}

	void resume() {
		synchronized (this.lock) {
			this.suspended = false;
			if (!this.demandWaits) {
				return;
			}
			this.demandWaits = false;
		}
		getNativeSession().demand();
	}

}
