package io.vws.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;

import io.vws.client.Scheduler.Timer;
import io.vws.wire.MessageAssembler;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, and the connection that comes of it. Told by the transport what
 * happens, on a thread that must not be kept, and passes it on as long as the
 * {@link Connection} regards this session as the current one. Unless a method says
 * otherwise, the caller has the turn.
 */
final class Session implements LinkListener {

	/** How long the end of the connection may take before it is cut. */
	private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

	/**
	 * A socket that takes no more was often ended by a close frame that is about to be
	 * read, and its code matters.
	 */
	private static final Duration READ_GRACE = Duration.ofSeconds(1);

	private static final int NORMAL = 1000;

	private static final int ABNORMAL = 1006;

	private static final int TOO_BIG = 1009;

	private static final int SLOW_HANDLER = 4008;

	private static final int NO_PONG = 4012;

	private final ClientContext context;

	private final Connection connection;

	private final Inbox inbox;

	private final MessageAssembler assembler;

	/** Also read by the reading thread. */
	private volatile boolean over;

	private volatile @Nullable Liveness liveness;

	private @Nullable ClientLink link;

	private @Nullable LinkWriter writer;

	private @Nullable Timer timer;

	Session(ClientContext context, Connection connection, Inbox inbox, int maxMessageBytes) {
		this.context = context;
		this.connection = connection;
		this.inbox = inbox;
		this.assembler = new MessageAssembler(maxMessageBytes);
	}

	/** Begin with the link, which is open. */
	LinkWriter start(ClientLink link, ConnectionSettings settings, Requests requests) {
		Liveness liveness = new Liveness(this.context, settings, link, () -> cut(NO_PONG, "No answer to a ping"));
		LinkWriter writer = new LinkWriter(this.context, link, (request) -> {
			if (!this.over) {
				requests.written(request);
			}
		}, () -> cutLater(READ_GRACE, "The connection takes no messages"));
		this.link = link;
		this.liveness = liveness;
		this.writer = writer;
		liveness.start();
		return writer;
	}

	/** When the server was heard last. */
	Instant lastSign() {
		Liveness liveness = this.liveness;
		Duration silence = (liveness != null) ? liveness.silence() : Duration.ZERO;
		return this.context.scheduler().now().minus(silence);
	}

	/** Whether it has no say any more. Called with or without the turn. */
	boolean isOver() {
		return this.over;
	}

	/** Pass nothing on any more. */
	void stop() {
		this.over = true;
		if (this.liveness != null) {
			this.liveness.stop();
		}
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	/** End the connection because of a fault, with a code other than 1006 if possible. */
	void close(int code, String reason) {
		ClientLink link = this.link;
		if (link == null) {
			return;
		}
		if (code == ABNORMAL) {
			this.context.turns().afterwards(link::abort);
		}
		else {
			this.context.turns().afterwards(() -> link.close(code, reason));
			abortLater(link);
		}
	}

	/** End the connection once all that was taken is written. */
	void finish() {
		ClientLink link = this.link;
		if (this.writer != null && link != null) {
			this.writer.finish(() -> link.close(NORMAL, ""));
			abortLater(link);
		}
	}

	private void abortLater(ClientLink link) {
		this.timer = this.context.scheduler().schedule(CLOSE_GRACE, link::abort);
	}

	private void cutLater(Duration delay, String reason) {
		if (!this.over) {
			this.timer = this.context.scheduler().schedule(delay, () -> cut(ABNORMAL, reason));
		}
	}

	/** Called with or without the turn. */
	private void cut(int code, String reason) {
		this.connection.cut(this, code, reason);
	}

	// Called by the transport, without the turn

	@Override
	public void opened(ClientLink link) {
		this.connection.opened(this, link);
	}

	@Override
	public void failed(int status, String reason) {
		this.connection.failed(this, status, reason);
	}

	@Override
	public void text(String part, boolean last) {
		try {
			received(this.over ? null : this.assembler.add(part, last));
		}
		catch (MessageAssembler.MessageTooBigException ex) {
			cut(TOO_BIG, "Message too big");
		}
	}

	@Override
	public void binary(ByteBuffer part, boolean last) {
		try {
			received(this.over ? null : this.assembler.add(part, last));
		}
		catch (CharacterCodingException ex) {
			this.inbox.unreadable();
		}
		catch (MessageAssembler.MessageTooBigException ex) {
			cut(TOO_BIG, "Message too big");
		}
	}

	/** The last sign of life before a gap is that before an event that is lost. */
	private void received(@Nullable String message) {
		if (message == null) {
			return;
		}
		this.inbox.received(message, (pattern) -> cut(SLOW_HANDLER, "A handler is too slow"));
		Liveness liveness = this.liveness;
		if (liveness != null && !this.over) {
			liveness.heard();
		}
	}

	@Override
	public void pong() {
		this.context.turns().run(() -> {
			Liveness liveness = this.liveness;
			if (liveness != null && !this.over) {
				liveness.pong();
			}
		});
	}

	@Override
	public void ended(int code, String reason) {
		this.context.turns().run(() -> {
			if (this.timer != null) {
				this.timer.cancel();
			}
			this.connection.lost(this, code, reason);
		});
	}

}
