package io.vws.spring.server;

import java.net.InetSocketAddress;
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

	private final InetSocketAddress remoteAddress;

	private final Object lock = new Object();

	private boolean suspended;

	private boolean demandWaits;

	/**
	 * Create a session.
	 * @param remoteAddress that of the upgrade, which is the client's also behind a
	 * proxy; Jetty's own is that of the socket
	 */
	JettySession(Map<String, Object> attributes, @Nullable Principal user, InetSocketAddress remoteAddress) {
		super(attributes, user);
		this.remoteAddress = remoteAddress;
	}

	@Override
	public InetSocketAddress getRemoteAddress() {
		return this.remoteAddress;
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
