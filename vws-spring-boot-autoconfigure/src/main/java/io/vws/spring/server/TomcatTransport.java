package io.vws.spring.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.vws.server.CloseReason;
import org.apache.tomcat.websocket.Constants;
import org.apache.tomcat.websocket.WsSession;

/**
 * The way to a peer through Tomcat's WebSocket session, which can also stop reading and
 * whose time-outs can be set.
 */
final class TomcatTransport extends JakartaTransport {

	/**
	 * Tomcat waits that long for the peer's close frame before it cuts the connection.
	 */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	/** Tomcat's own limit only stands behind the watchdog's, which counts and logs. */
	private static final Duration BEHIND_WATCHDOG = Duration.ofSeconds(1);

	/**
	 * Longest time for sending a close frame. By default Tomcat gives up after 50 ms, and
	 * sleeps for as long whenever another thread is writing at that moment: the peer then
	 * sees an end without a close frame.
	 */
	private static final Duration CLOSE_FRAME_TIMEOUT = Duration.ofSeconds(1);

	private static final long SHORT_MILLIS = 50;

	private static final long AT_ONCE_MILLIS = 1;

	private final WsSession session;

	TomcatTransport(WsSession session, Duration writeTimeout) {
		super(session);
		this.session = session;
		Map<String, Object> properties = session.getUserProperties();
		properties.put(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, writeTimeout.plus(BEHIND_WATCHDOG).toMillis());
		properties.put(Constants.SESSION_CLOSE_TIMEOUT_PROPERTY, CLOSE_TIMEOUT.toMillis());
		properties.put(Constants.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT_PROPERTY, CLOSE_FRAME_TIMEOUT.toMillis());
	}

	/**
	 * A writer that is stuck holds Tomcat's lock for messages. Ending batching tries to
	 * get it, for no longer than the time-out set here, and cuts the connection if it
	 * cannot; the writer then fails. Batching must end first: otherwise Tomcat tries to
	 * flush the batch while it closes, waits again, and logs a stack trace.
	 */
	@Override
	public void abort(CloseReason reason) {
		try {
			Map<String, Object> properties = this.session.getUserProperties();
			properties.put(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, AT_ONCE_MILLIS);
			properties.put(Constants.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT_PROPERTY, SHORT_MILLIS);
			this.session.getBasicRemote().setBatchingAllowed(false);
		}
		catch (IOException | RuntimeException ex) {
			// Cut, or gone before.
		}
		super.abort(reason);
	}

	@Override
	public boolean suspendReading() {
		this.session.suspend();
		return true;
	}

	/**
	 * Told to read on while it is about to stop, Tomcat sleeps over messages that it has
	 * read already. The peer's pong wakes it up.
	 */
	@Override
	public boolean resumeReading() {
		this.session.resume();
		return true;
	}

}
