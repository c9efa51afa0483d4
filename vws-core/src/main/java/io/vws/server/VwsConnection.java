package io.vws.server;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;
import io.vws.wire.Frame;
import io.vws.wire.MalformedMessageException;
import io.vws.wire.MessageId;
import io.vws.wire.NackCode;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's life on the server: takes what its container reads, answers each
 * request through the connection's own queue, and delivers events into the same queue, so
 * that the order on the socket is the order of decisions.
 * <p>
 * A container calls the {@code receive} methods for one message after the other.
 * Delivery, the watchdog and {@link #close} run on any thread beside them. Whoever ends
 * the connection first decides the reason; everything is torn down once.
 */
public final class VwsConnection implements Subscriber {

	private static final Logger logger = LoggerFactory.getLogger(VwsConnection.class);

	private static final LogThrottle slowConsumers = new LogThrottle(logger);

	private static final LogThrottle failures = new LogThrottle(logger);

	private final Peer peer;

	private final VwsServer server;

	private final QueuedLink link;

	private final MessageAssembler assembler;

	private final ConnectionSubscriptions subscriptions = new ConnectionSubscriptions();

	private final Heartbeat heartbeat;

	private final AtomicReference<@Nullable CloseReason> end = new AtomicReference<>();

	/** Only the reading thread uses this. */
	private boolean mayAnswer = true;

	VwsConnection(Peer peer, VwsServer server, Transport transport) {
		this.peer = peer;
		this.server = server;
		this.heartbeat = new Heartbeat(server.settings().timeouts(), server.clock());
		this.assembler = new MessageAssembler(server.settings().limits().maxMessageBytes());
		this.link = new QueuedLink(server.settings().queue(), transport, server.threads(), server.clock(),
				new LinkEvents());
	}

	/**
	 * Who is at the other end.
	 */
	public Peer peer() {
		return this.peer;
	}

	/**
	 * Patterns that the connection is subscribed to now.
	 */
	public List<String> patterns() {
		return this.subscriptions.patterns();
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

	/** Make the initial subscriptions, as far as the peer may have them. */
	void open() {
		for (TopicPattern pattern : this.server.settings().initialSubscriptions()) {
			if (authorize(pattern) instanceof Decision.Allow) {
				register(pattern);
			}
			else {
				this.server.listener().initialSubscriptionRefused(this.peer);
			}
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
			CharBuffer message = this.assembler.add(part, last);
			if (message != null) {
				receive(message.toString());
			}
		}
		catch (CharacterCodingException ex) {
			refuse(null, NackCode.MALFORMED);
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
		end(reason, true);
		this.link.end(reason);
	}

	/**
	 * End the connection: send what waits, then a close frame. Returns at once.
	 */
	public void close(CloseReason reason) {
		end(reason, false);
	}

	/** End the connection at once. */
	void abort(CloseReason reason) {
		end(reason, true);
		this.link.end(reason);
	}

	private void receive(String message) {
		if (message.isEmpty() || this.end.get() != null) {
			return;
		}
		try {
			handle(this.server.codec().decode(message));
		}
		catch (MalformedMessageException ex) {
			refuse(ex.id(), NackCode.MALFORMED);
		}
		catch (RuntimeException ex) {
			failures.warn("Connection {} is closed because handling a message failed", this.peer.connectionId(), ex);
			end(CloseReason.INTERNAL, false);
		}
		this.mayAnswer = this.link.limitReading();
	}

	private void handle(VwsMessage message) {
		if (message instanceof VwsMessage.Ack || message instanceof VwsMessage.Nack) {
			return;
		}
		this.mayAnswer = this.mayAnswer || this.link.limitReading();
		if (!this.mayAnswer && (message.id() != null || !(message instanceof VwsMessage.Event))) {
			refuse(message.id(), NackCode.BUSY);
		}
		else if (message instanceof VwsMessage.Event event) {
			publish(event);
		}
		else if (message instanceof VwsMessage.Subscribe subscribe) {
			subscribe(subscribe);
		}
		else if (message instanceof VwsMessage.Unsubscribe unsubscribe) {
			this.subscriptions.remove((unsubscribe.pattern() != null) ? unsubscribe.pattern() : "");
			acknowledge(message.id());
		}
		else if (message instanceof VwsMessage.UnsubscribeAll) {
			this.subscriptions.removeAll();
			acknowledge(message.id());
		}
		else {
			refuse(message.id(), NackCode.UNSUPPORTED);
		}
	}

	private void publish(VwsMessage.Event event) {
		EventIntake.Refusal refusal = this.server.isStopping() ? EventIntake.Refusal.of(NackCode.SHUTTING_DOWN)
				: this.server.intake().publish(this.peer, event);
		if (refusal != null) {
			this.server.listener().refused(this.peer, refusal.code());
		}
		if (event.id() != null) {
			answer((refusal != null) ? new VwsMessage.Nack(event.id(), refusal.code().code(), refusal.text())
					: new VwsMessage.Ack(event.id()));
		}
	}

	private void subscribe(VwsMessage.Subscribe request) {
		TopicPattern pattern;
		try {
			pattern = TopicPattern.parse((request.pattern() != null) ? request.pattern() : "");
		}
		catch (InvalidTopicException ex) {
			refuse(request.id(), NackCode.INVALID_PATTERN, ex.getMessage());
			return;
		}
		if (this.subscriptions.contains(pattern.text())) {
			acknowledge(request.id());
			return;
		}
		if (this.server.isStopping()) {
			refuse(request.id(), NackCode.SHUTTING_DOWN);
			return;
		}
		if (this.subscriptions.size() >= this.server.settings().limits().maxSubscriptions()) {
			refuse(request.id(), NackCode.TOO_MANY_SUBSCRIPTIONS);
			return;
		}
		Decision decision = authorize(pattern);
		if (decision instanceof Decision.Refuse refuse) {
			refuse(request.id(), NackCode.FORBIDDEN, refuse.text());
		}
		else if (decision instanceof Decision.Drop) {
			acknowledge(request.id());
		}
		else {
			acknowledgeAndRegister(request.id(), pattern);
		}
	}

	private Decision authorize(TopicPattern pattern) {
		try {
			Decision decision = Objects.requireNonNull(this.server.authorizer().authorizeSubscribe(this.peer, pattern),
					"No decision");
			if (!(decision instanceof Decision.Rewrite)) {
				return decision;
			}
			failures.warn("The authorizer rewrote a subscription, which is refused: only events can be rewritten");
		}
		catch (RuntimeException ex) {
			failures.warn("The authorizer failed, so a subscription of {} was refused", this.peer.connectionId(), ex);
		}
		return Decision.refuse();
	}

	/**
	 * The subscription begins only once its acknowledgment is in the queue, so none of
	 * its events overtakes it; and the acknowledgment leaves only once the subscription
	 * has begun, so none is missed.
	 */
	private void acknowledgeAndRegister(@Nullable MessageId id, TopicPattern pattern) {
		this.link.hold();
		try {
			acknowledge(id);
			register(pattern);
		}
		finally {
			this.link.release();
		}
	}

	private void register(TopicPattern pattern) {
		this.subscriptions.add(pattern.text(), () -> this.server.bus().subscribe(pattern, this));
	}

	private void acknowledge(@Nullable MessageId id) {
		answer(new VwsMessage.Ack(id));
	}

	private void refuse(@Nullable MessageId id, NackCode code) {
		refuse(id, code, code.text());
	}

	private void refuse(@Nullable MessageId id, NackCode code, String text) {
		this.server.listener().refused(this.peer, code);
		answer(new VwsMessage.Nack(id, code.code(), text));
	}

	private void answer(VwsMessage answer) {
		if (this.link.send(Frame.answer(this.server.codec().encode(answer)), null) == Link.Sent.FULL) {
			overflow();
		}
	}

	@Override
	public void prepare(Event event) {
		event.encoded(this.server.encoder());
	}

	@Override
	public void deliver(Event event, Subscription subscription) {
		Frame frame = event.encoded(this.server.encoder());
		Subscription via = subscription;
		Link.Sent sent = this.link.send(frame, via);
		while (sent == Link.Sent.CANCELLED) {
			via = this.subscriptions.find(event.topic());
			if (via == null) {
				return;
			}
			sent = this.link.send(frame, via);
		}
		if (sent == Link.Sent.FULL) {
			overflow();
		}
	}

	private void overflow() {
		slowConsumers.warn("Connection {} is closed because its peer reads too slowly: its queue is full",
				this.peer.connectionId());
		end(CloseReason.SLOW_CONSUMER, true);
	}

	/** Called by the watchdog at every tick. */
	void check() {
		if (this.link.check(this.server.writeTimeout())) {
			slowConsumers.warn("Connection {} is closed because its peer does not read: a write took too long",
					this.peer.connectionId());
			abort(CloseReason.SLOW_CONSUMER);
			return;
		}
		if (this.end.get() != null) {
			return;
		}
		switch (this.heartbeat.check()) {
			case PING -> this.link.ping();
			case LOST -> end(CloseReason.NO_PONG, true);
			case FINE -> {
			}
		}
	}

	private void end(CloseReason reason, boolean discard) {
		if (this.end.compareAndSet(null, reason)) {
			this.subscriptions.end();
			this.server.ended(this, reason);
		}
		if (discard) {
			this.link.closeNow(reason);
		}
		else {
			this.link.close(reason);
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
			VwsConnection.this.heartbeat.pinged();
		}

		@Override
		public void broken() {
			end(CloseReason.ABNORMAL, true);
			VwsConnection.this.server.forget(VwsConnection.this);
		}

	}

}
