package io.vws.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import io.vws.client.Request.Kind;
import io.vws.client.Scheduler.Timer;
import io.vws.wire.MessageId;
import io.vws.wire.Utf8;
import io.vws.wire.VwsCodec;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a client has asked for and not heard of yet. A request ends once: with its answer,
 * with its deadline, with the connection that it was written to, or with the client. An
 * event that was not written when its connection ended waits for the next one; nothing is
 * ever written twice.
 * <p>
 * Guarded by the turn, which the caller has unless the method says otherwise.
 */
final class Requests {

	/** So many may be unanswered; only a server that answers nothing gets there. */
	private static final int MAX_OUTSTANDING = 65_536;

	private final ClientContext context;

	private final RequestLimits limits;

	private final VwsCodec codec = VwsCodec.keepingAllHeaders();

	private final AtomicLong lastId = new AtomicLong();

	/** In the order of their deadlines. */
	private final Map<MessageId, Request> outstanding = new LinkedHashMap<>();

	/** Events that wait for the connection, or for the subscriptions before them. */
	private final ArrayDeque<Request> waiting = new ArrayDeque<>();

	/** Of events that the socket has not taken. */
	private long unwrittenBytes;

	/** While there is a connection. */
	private @Nullable LinkWriter writer;

	/** Whether events go straight to the writer. */
	private boolean flowing;

	/** Why no request is taken. */
	private @Nullable VwsClientException closed;

	private @Nullable Timer expiry;

	Requests(ClientContext context, RequestLimits limits) {
		this.context = context;
		this.limits = limits;
	}

	/**
	 * Publish an event, with or without answer. Called without the turn.
	 * @param event makes the message for an id
	 * @param done told within a turn what becomes of it
	 * @return whether it was taken; if not, that was told already
	 */
	boolean submit(Kind kind, Function<@Nullable MessageId, VwsMessage.Event> event,
			Consumer<@Nullable VwsClientException> done) {
		Request request = request(kind, (id) -> event.apply((kind == Kind.PUBLISH) ? id : null), done);
		return this.context.turns().call(() -> {
			VwsClientException obstacle = obstacle(request);
			if (obstacle != null) {
				done.accept(obstacle);
				return false;
			}
			register(request);
			this.unwrittenBytes += request.eventBytes();
			if (this.writer != null && this.flowing) {
				this.writer.add(request);
			}
			else {
				this.waiting.add(request);
			}
			return true;
		});
	}

	/**
	 * Ask for a change of the subscriptions of the connection, which is there.
	 * @param message makes the message for an id
	 */
	void control(Function<MessageId, VwsMessage> message, Consumer<@Nullable VwsClientException> done) {
		Request request = request(Kind.CONTROL, message, done);
		register(request);
		if (this.writer != null) {
			this.writer.add(request);
		}
	}

	private Request request(Kind kind, Function<MessageId, ? extends VwsMessage> message,
			Consumer<@Nullable VwsClientException> done) {
		MessageId id = MessageId.of(this.lastId.incrementAndGet());
		String text = Utf8.replaceUnpairedSurrogates(this.codec.encode(message.apply(id)));
		return new Request(id, text, kind, done);
	}

	private @Nullable VwsClientException obstacle(Request request) {
		if (this.closed != null) {
			return this.closed;
		}
		boolean bytesFull = this.unwrittenBytes > 0
				&& this.unwrittenBytes + request.eventBytes() > this.limits.queueBytes();
		boolean queueFull = this.writer == null && this.waiting.size() >= this.limits.queueCapacity();
		return (bytesFull || queueFull || this.outstanding.size() >= MAX_OUTSTANDING)
				? new QueueFullException("Too many messages wait for the server") : null;
	}

	private void register(Request request) {
		request.expiresAt(this.context.scheduler().nanoTime() + this.limits.timeout().toNanos());
		this.outstanding.put(request.id(), request);
		if (this.expiry == null) {
			this.expiry = this.context.scheduler().schedule(this.limits.timeout(), this::expire);
		}
	}

	/** Take requests again, after the client was closed. */
	void start() {
		this.closed = null;
	}

	/** There is a connection; events wait until {@link #flush()}. */
	void opened(LinkWriter writer) {
		this.writer = writer;
	}

	/** The subscriptions are there: write what waits, and what comes from now on. */
	void flush() {
		this.flowing = true;
		if (this.writer != null) {
			this.waiting.forEach(this.writer::add);
			this.waiting.clear();
		}
	}

	/** The socket of the connection has taken a message. */
	void written(Request request) {
		// What a closed client still writes was taken off before.
		this.unwrittenBytes = Math.max(0, this.unwrittenBytes - request.eventBytes());
		if (request.kind() == Kind.SEND) {
			settle(request, null);
		}
	}

	/**
	 * The server has answered. Called without the turn.
	 * @param refusal what it said, {@code null} for an acknowledgment
	 */
	void answered(@Nullable MessageId id, VwsMessage.@Nullable Nack refusal) {
		if (id == null) {
			return;
		}
		this.context.turns().run(() -> {
			Request request = this.outstanding.get(id);
			if (request != null && request.isWritten() && request.kind() != Kind.SEND) {
				settle(request, (refusal != null) ? refusal(refusal) : null);
			}
		});
	}

	private static RequestRefusedException refusal(VwsMessage.Nack refusal) {
		String code = refusal.code().isEmpty() ? RequestRefusedException.NO_CODE : refusal.code();
		return new RequestRefusedException(code, refusal.error().isEmpty() ? "Refused" : refusal.error());
	}

	private void expire() {
		this.context.turns().run(() -> {
			this.expiry = null;
			long now = this.context.scheduler().nanoTime();
			List<Request> expired = new ArrayList<>();
			for (Request request : this.outstanding.values()) {
				long left = request.deadline() - now;
				if (left > 0) {
					this.expiry = this.context.scheduler().schedule(Duration.ofNanos(left), this::expire);
					break;
				}
				expired.add(request);
			}
			expired.forEach((request) -> settle(request, new RequestTimeoutException("No answer in time")));
		});
	}

	/** The connection has ended. */
	void lost() {
		if (this.writer != null) {
			List<Request> unwritten = this.writer.stop();
			for (int i = unwritten.size() - 1; i >= 0; i--) {
				if (unwritten.get(i).kind() != Kind.CONTROL) {
					this.waiting.addFirst(unwritten.get(i));
				}
			}
		}
		this.writer = null;
		this.flowing = false;
		for (Request request : List.copyOf(this.outstanding.values())) {
			if (request.isWritten() || request.kind() == Kind.CONTROL) {
				settle(request, new UnknownOutcomeException("The connection was lost before the answer"));
			}
		}
		this.unwrittenBytes = this.waiting.stream().mapToLong(Request::eventBytes).sum();
	}

	/**
	 * Take no further requests, and end all. What the writer has is still written, and so
	 * is what nobody waits for.
	 */
	void close(VwsClientException reason) {
		this.closed = reason;
		if (this.writer != null) {
			this.waiting.stream().filter((request) -> request.kind() == Kind.SEND).forEach(this.writer::add);
		}
		this.writer = null;
		this.flowing = false;
		this.waiting.clear();
		this.unwrittenBytes = 0;
		List<Request> all = List.copyOf(this.outstanding.values());
		this.outstanding.clear();
		all.forEach((request) -> request.done(reason));
		if (this.expiry != null) {
			this.expiry.cancel();
			this.expiry = null;
		}
	}

	private void settle(Request request, @Nullable VwsClientException failure) {
		if (!this.outstanding.remove(request.id(), request)) {
			return;
		}
		if (!request.isWritten() && request.kind() != Kind.CONTROL) {
			withdraw(request);
		}
		request.done(failure);
	}

	/** An event that nobody waits for is not sent any more. */
	private void withdraw(Request request) {
		if (this.writer != null) {
			this.writer.remove(request);
		}
		this.waiting.remove(request);
		this.unwrittenBytes -= request.eventBytes();
	}

}
