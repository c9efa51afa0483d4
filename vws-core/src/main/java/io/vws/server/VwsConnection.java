package io.vws.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.vws.bus.Peer;
import io.vws.log.LogThrottle;
import io.vws.wire.MessageAssembler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's life on the server: takes what its container reads, has each request
 * handled by its {@link RequestHandler}, and sees to its end. Answers go through the
 * connection's own queue, and so do the events of its {@link ConnectionDelivery}, so that
 * the order on the socket is the order of decisions.
 * <p>
 * A container calls the {@code receive} methods for one message after the other.
 * Delivery, the watchdog and {@link #close} run on any thread beside them. Whoever ends
 * the connection first decides the reason; everything is torn down once.
 */
public final class VwsConnection {

	private static final Logger logger = LoggerFactory.getLogger(VwsConnection.class);

	private static final LogThrottle slowConsumers = new LogThrottle(logger);

	private static final LogThrottle failures = new LogThrottle(logger);

	private final Peer peer;

	private final VwsServer server;

	private final Validity validity;

	private final Instant since;

	private final ClientNames names;

	private final long opened = System.nanoTime();

	private final Link link;

	private final MessageAssembler assembler;

	private final SubscriptionRequests subscribing;

	private final RequestHandler requests;

	private final ConnectionSubscriptions subscriptions;

	private final Heartbeat heartbeat;

	private final AtomicReference<@Nullable CloseReason> end = new AtomicReference<>();

	/** Whether a message of the peer is being handled now. */
	private volatile boolean handling;

	VwsConnection(Peer peer, ClientNames names, VwsServer server, Transport transport, Validity validity) {
		this.peer = peer;
		this.server = server;
		this.names = names;
		this.subscriptions = new ConnectionSubscriptions(names);
		this.validity = validity;
		this.since = server.wallClock().instant();
		this.heartbeat = new Heartbeat(server.settings().timeouts(), server.clock());
		this.assembler = new MessageAssembler(server.settings().limits().maxMessageBytes());
		this.link = new QueuedLink(server.settings().queue(), transport, server.threads(), server.clock(),
				new LinkEvents());
		this.subscribing = new SubscriptionRequests(this, server, this.link, this.subscriptions);
		this.requests = new RequestHandler(this, server, this.link, this.subscribing);
	}

	/**
	 * Who is at the other end.
	 */
	public Peer peer() {
		return this.peer;
	}

	/**
	 * When it was opened.
	 */
	public Instant since() {
		return this.since;
	}

	/**
	 * How long the identity of the peer holds.
	 */
	public Validity validity() {
		return this.validity;
	}

	/** What the peer calls the topics of the bus. */
	ClientNames names() {
		return this.names;
	}

	/**
	 * Patterns that the connection is subscribed to now, in the names of the bus.
	 */
	public List<String> patterns() {
		return this.subscriptions.patterns();
	}

	/**
	 * Number of patterns that the connection is subscribed to now.
	 */
	public int subscriptionCount() {
		return this.subscriptions.size();
	}

	/**
	 * What has been sent to the peer so far.
	 */
	public OutboundTraffic sent() {
		return this.link.sent();
	}

	/** How long the peer has been taking what is written to it now. */
	Duration writingFor() {
		return this.link.writingFor();
	}

	/**
	 * Messages that wait for the socket or are being written.
	 */
	public int queuedMessages() {
		return this.link.queuedMessages();
	}

	/**
	 * Bytes that wait for the socket or are being written.
	 */
	public long queuedBytes() {
		return this.link.queuedBytes();
	}

	/** Begin. */
	void open() {
		if (isIdentityOver()) {
			return;
		}
		try {
			this.subscribing.subscribeInitially();
		}
		catch (RuntimeException | Error ex) {
			failures.failed(ex, "Connection {} is closed because its initial subscriptions failed",
					this.peer.connectionId());
			end(CloseReason.INTERNAL, false);
		}
	}

	/**
	 * Take a text message, or a part of one.
	 * @param last whether this is the last part of the message
	 */
	public void receiveText(String part, boolean last) {
		try {
			String message = this.assembler.add(part, last);
			if (message != null) {
				receive(message);
			}
		}
		catch (MessageAssembler.MessageTooBigException ex) {
			end(CloseReason.TOO_BIG, true);
		}
	}

	/**
	 * Take a binary message that holds UTF-8 text, or a part of one.
	 * @param last whether this is the last part of the message
	 */
	public void receiveBinary(ByteBuffer part, boolean last) {
		try {
			String message = this.assembler.add(part, last);
			if (message != null) {
				receive(message);
			}
		}
		catch (CharacterCodingException ex) {
			receive(null);
		}
		catch (MessageAssembler.MessageTooBigException ex) {
			end(CloseReason.TOO_BIG, true);
		}
	}

	/**
	 * Take the answer to a ping.
	 */
	public void receivePong() {
		this.heartbeat.pong();
	}

	/**
	 * The transport has ended, whoever wanted it.
	 * @param reason what the peer or the container said
	 */
	public void transportClosed(CloseReason reason) {
		noteEnd(reason);
		this.link.ended();
	}

	/**
	 * End the connection: send what waits, then a close frame. Returns at once.
	 */
	public void close(CloseReason reason) {
		end(reason, false);
	}

	/** End the connection at once. */
	void abort(CloseReason reason) {
		noteEnd(reason);
		this.link.abort(reason);
	}

	private void receive(@Nullable String message) {
		CloseReason reason = this.end.get();
		// While the server stops, what comes is refused; after any other end it is
		// ignored.
		boolean ignored = reason != null && !reason.equals(CloseReason.GOING_AWAY);
		if (ignored || isIdentityOver()) {
			return;
		}
		this.handling = true;
		try {
			this.requests.handle(message, this.assembler.bytes());
		}
		catch (RuntimeException | Error ex) {
			failures.failed(ex, "Connection {} is closed because handling a message failed", this.peer.connectionId());
			end(CloseReason.INTERNAL, false);
		}
		finally {
			this.handling = false;
		}
	}

	/**
	 * Whether a message of the peer is being handled now, which may have begun before the
	 * server knew that it stops.
	 */
	boolean isHandling() {
		return this.handling;
	}

	/** Ends the connection if the identity of its peer holds no longer. */
	boolean isIdentityOver() {
		boolean over = this.validity.isOver(this.server.wallClock());
		if (over) {
			cut(CloseReason.IDENTITY_ENDED);
		}
		return over;
	}

	/** End the connection; the peer may have nothing of what still waits. */
	void cut(CloseReason reason) {
		end(reason, true);
	}

	/**
	 * Ask the rules again about all that the peer is subscribed to. If they refuse any of
	 * it now, the connection ends: no message says that a subscription is over.
	 * @return whether all is still granted
	 */
	boolean recheck() {
		boolean granted = this.subscriptions.recheck(this.subscribing::isGranted);
		if (!granted) {
			cut(CloseReason.IDENTITY_ENDED);
		}
		return granted;
	}

	/** The queue has no room for what must not be lost. */
	void overflow() {
		slowConsumers.warn("Connection {} is closed because its peer reads too slowly: its queue is full",
				this.peer.connectionId());
		end(CloseReason.SLOW_CONSUMER, true);
	}

	/** Called by the watchdog at every tick. */
	void check() {
		if (this.link.check(this.server.writeTimeout())) {
			slowConsumers.warn("Connection {} is closed because its peer does not read: a write took too long",
					this.peer.connectionId());
			if (this.end.get() == null) {
				this.server.statistics().writeTimedOut();
			}
			abort(CloseReason.SLOW_CONSUMER);
			return;
		}
		if (this.end.get() != null || isIdentityOver()) {
			return;
		}
		this.requests.check();
		switch (this.heartbeat.check()) {
			case PING -> this.link.ping();
			case LOST -> {
				this.server.statistics().missedPong();
				end(CloseReason.NO_PONG, true);
			}
			case FINE -> {
			}
		}
	}

	private void end(CloseReason reason, boolean discard) {
		noteEnd(reason);
		if (discard) {
			this.link.closeNow(reason);
		}
		else {
			this.link.close(reason);
		}
	}

	private void noteEnd(CloseReason reason) {
		if (this.end.compareAndSet(null, reason)) {
			this.subscriptions.end();
			this.server.listener().closed(this.peer, reason, Duration.ofNanos(System.nanoTime() - this.opened));
		}
	}

	@Override
	public String toString() {
		return "VwsConnection[" + this.peer.connectionId() + "]";
	}

	/** What the link tells. */
	private final class LinkEvents implements QueuedLink.Listener {

		@Override
		public void dropped(long events) {
			VwsServer server = VwsConnection.this.server;
			server.listener().dropped(VwsConnection.this.peer, server.settings().queue().onOverflow(), events);
		}

		@Override
		public void pinged() {
			VwsConnection.this.server.statistics().pinged();
			VwsConnection.this.heartbeat.pinged();
		}

		@Override
		public void ended() {
			noteEnd(CloseReason.ABNORMAL);
			VwsConnection.this.server.forget(VwsConnection.this);
		}

	}

}
