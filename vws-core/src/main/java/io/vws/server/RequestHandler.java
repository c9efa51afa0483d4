package io.vws.server;

import java.util.EnumSet;
import java.util.Set;

import io.vws.log.LogThrottle;
import io.vws.wire.Frame;
import io.vws.wire.MalformedMessageException;
import io.vws.wire.MessageId;
import io.vws.wire.NackCode;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Handles the requests of one connection: decodes each message, does what it asks for as
 * far as the rules grant it, and answers. Used by the reading thread only, but for
 * {@link #check()}.
 */
final class RequestHandler {

	private static final LogThrottle floods = new LogThrottle(LoggerFactory.getLogger(RequestHandler.class));

	/** Refusals that a peer can do nothing about, or that have their own limit. */
	private static final Set<NackCode> NOT_THE_PEERS_FAULT = EnumSet.of(NackCode.RATE_LIMITED, NackCode.BUSY,
			NackCode.SHUTTING_DOWN, NackCode.INTERNAL);

	private final VwsConnection connection;

	private final VwsServer server;

	private final Link link;

	private final SubscriptionRequests subscribing;

	/** Kind of the message that is handled. */
	private MessageKind kind = MessageKind.UNKNOWN;

	/** Why it was refused, if it was. */
	private @Nullable NackCode refusal;

	/**
	 * Whether the peer reads its answers, or is at least read no further until it does.
	 */
	private boolean mayAnswer = true;

	/**
	 * What the peer may still send; there while it sends, so that the idle cost nothing.
	 */
	private volatile @Nullable InboundRate rate;

	RequestHandler(VwsConnection connection, VwsServer server, Link link, SubscriptionRequests subscribing) {
		this.connection = connection;
		this.server = server;
		this.link = link;
		this.subscribing = subscribing;
	}

	/**
	 * Handle one message.
	 * @param text the message, {@code null} if it is not text
	 * @param bytes its size
	 */
	void handle(@Nullable String text, int bytes) {
		InboundRate.Verdict verdict = this.server.rates().limitMessages() ? rate().message(bytes)
				: InboundRate.Verdict.FINE;
		long start = System.nanoTime();
		decodeAndHandle(text, verdict == InboundRate.Verdict.FINE);
		this.server.statistics().received(this.kind, bytes, System.nanoTime() - start);
		if (verdict == InboundRate.Verdict.LASTING_EXCESS) {
			floods.warn("Connection {} is closed because its peer keeps sending more than it may",
					this.connection.peer().connectionId());
			this.connection.close(CloseReason.RATE_LIMITED);
		}
		this.mayAnswer = this.link.limitReading();
	}

	private void decodeAndHandle(@Nullable String text, boolean withinRate) {
		this.kind = (text != null && text.isEmpty()) ? MessageKind.UNKNOWN : MessageKind.MALFORMED;
		this.refusal = null;
		try {
			if (text == null) {
				refuse(null, NackCode.MALFORMED);
			}
			else if (!text.isEmpty()) {
				VwsMessage message = this.server.codec().decode(text);
				this.kind = MessageKind.of(message);
				observe(message, withinRate);
			}
		}
		catch (MalformedMessageException ex) {
			refuse(ex.id(), NackCode.MALFORMED);
		}
	}

	private void observe(VwsMessage message, boolean withinRate) {
		ReceiveObservation observation = this.server.receiveObservation();
		if (observation.isNoop() || this.kind == MessageKind.ANSWER) {
			handle(message, withinRate);
			return;
		}
		TraceTrust trust = this.server.settings().trace();
		observation.observe(new ReceiveContext(this.connection.peer(), message, trust), () -> {
			handle(message, withinRate);
			return this.refusal;
		});
	}

	private InboundRate rate() {
		InboundRate rate = this.rate;
		if (rate == null) {
			rate = new InboundRate(this.server.rates());
			this.rate = rate;
		}
		return rate;
	}

	/**
	 * Called by the watchdog at every tick. A message that comes at this very moment,
	 * after a long silence, may go uncounted.
	 */
	void check() {
		InboundRate rate = this.rate;
		if (rate != null && rate.isRested()) {
			this.rate = null;
		}
	}

	private void handle(VwsMessage message, boolean withinRate) {
		if (message instanceof VwsMessage.Ack || message instanceof VwsMessage.Nack) {
			return;
		}
		boolean expectsAnswer = message.id() != null || !(message instanceof VwsMessage.Event);
		this.mayAnswer = this.mayAnswer || this.link.limitReading();
		if (expectsAnswer && !this.mayAnswer) {
			refuse(message.id(), NackCode.BUSY);
		}
		else if (message instanceof VwsMessage.Event event) {
			publish(event, withinRate);
		}
		else if (!withinRate) {
			refuseExcess(message.id());
		}
		else if (message instanceof VwsMessage.Subscribe request) {
			Refusal refusal = this.subscribing.subscribe(text(request.pattern()), () -> acknowledge(request.id()));
			if (refusal != null) {
				refuse(request.id(), refusal);
			}
		}
		else if (message instanceof VwsMessage.Unsubscribe request) {
			this.subscribing.unsubscribe(text(request.pattern()));
			acknowledge(request.id());
		}
		else if (message instanceof VwsMessage.UnsubscribeAll) {
			this.subscribing.unsubscribeAll();
			acknowledge(message.id());
		}
		else {
			refuse(message.id(), NackCode.UNSUPPORTED);
		}
	}

	private static String text(@Nullable String pattern) {
		return (pattern != null) ? pattern : "";
	}

	private void refuseExcess(@Nullable MessageId id) {
		if (id != null) {
			refuse(id, NackCode.RATE_LIMITED);
		}
		else {
			count(NackCode.RATE_LIMITED);
		}
	}

	private void publish(VwsMessage.Event event, boolean withinRate) {
		Refusal refusal = this.server.isStopping() ? Refusal.of(NackCode.SHUTTING_DOWN)
				: this.server.intake().publish(this.connection.peer(), this.connection.names(), event, withinRate);
		if (refusal == null) {
			if (event.id() != null) {
				acknowledge(event.id());
			}
			return;
		}
		if (event.id() != null) {
			refuse(event.id(), refusal);
		}
		else {
			count(refusal.code());
		}
	}

	private void acknowledge(@Nullable MessageId id) {
		answer(new VwsMessage.Ack(id));
	}

	private void refuse(@Nullable MessageId id, NackCode code) {
		refuse(id, Refusal.of(code));
	}

	private void refuse(@Nullable MessageId id, Refusal refusal) {
		answer(new VwsMessage.Nack(id, refusal.code().code(), refusal.text()));
		count(refusal.code());
	}

	private void count(NackCode code) {
		this.refusal = code;
		this.server.listener().refused(this.connection.peer(), this.kind, code);
		boolean counts = this.server.rates().limitNacks() && !NOT_THE_PEERS_FAULT.contains(code);
		if (counts && !rate().nack()) {
			floods.warn("Connection {} is closed because too many of its peer's requests were refused",
					this.connection.peer().connectionId());
			this.connection.close(CloseReason.NACK_FLOOD);
		}
	}

	private void answer(VwsMessage answer) {
		if (this.link.send(Frame.answer(this.server.codec().encode(answer)), null) == DeliveryOutcome.OVERFLOW) {
			this.connection.overflow();
		}
	}

}
