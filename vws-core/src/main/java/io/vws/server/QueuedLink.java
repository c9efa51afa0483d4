package io.vws.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

import io.vws.bus.Subscription;
import io.vws.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Link} made of an {@link OutboundQueue} and a {@link Transport}. When something
 * is to be sent and no task runs, one is started; it writes what waits in batches,
 * flushes each once, and ends when nothing is left. A lone message therefore goes at
 * once, and a backlog shares system calls.
 * <p>
 * The monitor guards the queue and all fields and is never held while a thread waits for
 * the socket. The running task is the only one that writes to the transport; the watchdog
 * may abort it.
 */
final class QueuedLink implements Link, Runnable {

	private static final int BATCH_FRAMES = 64;

	private static final int BATCH_BYTES = 64 * 1024;

	/** Requests without an answer on the wire above which a peer is read no further. */
	static final int MAX_UNANSWERED = 64;

	private static final int TICKS_TO_WAKE_UP = 2;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * A batch takes at most half of the queue's bounds: what is being written counts, and
	 * an overflow policy needs room for newer events beside it.
	 */
	private final int batchFrames;

	private final int batchBytes;

	private final OutboundQueue queue;

	private final Transport transport;

	private final WriterThreads threads;

	private final CoarseClock clock;

	private final Listener listener;

	private boolean running;

	private int held;

	private boolean pingWanted;

	private boolean readingSuspended;

	/**
	 * Looks at the clock since reading began again and no message has come: the container
	 * may sleep over messages that it has read. Negative if that cannot be.
	 */
	private int quietTicks = -1;

	private @Nullable CloseReason closing;

	private boolean discarding;

	private long closingSince;

	private boolean ended;

	/** When the running task was started or last began a batch. */
	private long progress;

	QueuedLink(QueueLimits limits, Transport transport, WriterThreads threads, CoarseClock clock, Listener listener) {
		this.queue = new OutboundQueue(limits);
		this.batchFrames = Math.max(1, Math.min(BATCH_FRAMES, limits.maxMessages() / 2));
		this.batchBytes = (int) Math.max(1, Math.min(BATCH_BYTES, limits.maxBytes() / 2));
		this.transport = transport;
		this.threads = threads;
		this.clock = clock;
		this.listener = listener;
	}

	/** Told what happens on the link; called without a lock. */
	interface Listener {

		/** The overflow policy dropped events. */
		void dropped(long events);

		/** A ping has left. */
		void pinged();

		/** The transport has ended. */
		void ended();

	}

	@Override
	public Sent send(Frame frame, @Nullable Subscription subscription) {
		OutboundQueue.Outcome outcome;
		long dropped;
		boolean start;
		synchronized (this) {
			boolean draining = this.closing != null && !this.discarding && frame.isAnswer();
			if (this.ended || (this.closing != null && !draining)) {
				return Sent.CLOSED;
			}
			if (subscription != null && !subscription.isActive()) {
				return Sent.CANCELLED;
			}
			outcome = this.queue.offer(frame);
			dropped = this.queue.takeDropped();
			start = mustStart();
		}
		if (dropped > 0) {
			this.listener.dropped(dropped);
		}
		if (start) {
			start();
		}
		return (outcome != OutboundQueue.Outcome.FULL) ? Sent.YES : Sent.FULL;
	}

	/** Claims the right to start the task; whoever gets it calls {@link #start}. */
	private boolean mustStart() {
		boolean work = this.queue.waiting() > 0 || this.pingWanted || this.closing != null;
		if (this.running || this.held > 0 || this.ended || !work) {
			return false;
		}
		this.running = true;
		this.progress = this.clock.nanos();
		return true;
	}

	private void start() {
		try {
			this.threads.write(this);
		}
		catch (RejectedExecutionException ex) {
			abort(CloseReason.GOING_AWAY);
		}
	}

	@Override
	public void hold() {
		synchronized (this) {
			this.held++;
		}
	}

	@Override
	public void release() {
		boolean start;
		synchronized (this) {
			this.held--;
			start = mustStart();
		}
		if (start) {
			start();
		}
	}

	@Override
	public void ping() {
		boolean start;
		synchronized (this) {
			this.pingWanted = true;
			start = mustStart();
		}
		if (start) {
			start();
		}
	}

	@Override
	public void close(CloseReason reason) {
		close(reason, false);
	}

	@Override
	public void closeNow(CloseReason reason) {
		close(reason, true);
	}

	private void close(CloseReason reason, boolean discard) {
		boolean start;
		synchronized (this) {
			if (discard) {
				this.discarding = true;
				this.queue.clear();
			}
			if (this.closing == null) {
				this.closing = reason;
				this.closingSince = this.clock.nanos();
			}
			start = mustStart();
		}
		if (start) {
			start();
		}
	}

	@Override
	public void run() {
		try {
			boolean more = true;
			while (more) {
				more = writeSome();
			}
		}
		catch (IOException | RuntimeException ex) {
			abort(CloseReason.ABNORMAL);
		}
	}

	/** Write one batch. Returns whether to go on. */
	private boolean writeSome() throws IOException {
		Frame[] batch;
		boolean ping;
		CloseReason close = null;
		synchronized (this) {
			this.queue.written();
			readOn();
			this.progress = this.clock.nanos();
			ping = this.pingWanted;
			this.pingWanted = false;
			batch = (this.held == 0) ? this.queue.nextBatch(this.batchFrames, this.batchBytes) : new Frame[0];
			if (batch.length == 0 && !ping) {
				this.running = false;
				close = (this.held == 0 && !this.ended) ? this.closing : null;
				if (close == null) {
					return false;
				}
				this.ended = true;
			}
		}
		if (close != null) {
			this.transport.close(close);
			return false;
		}
		if (ping) {
			this.transport.ping();
			this.listener.pinged();
		}
		for (Frame frame : batch) {
			this.transport.write(frame);
		}
		this.transport.flush();
		return true;
	}

	/**
	 * Asked with the monitor held after every batch, also after the last one: nobody else
	 * asks while the peer waits to be read.
	 */
	private void readOn() {
		if (this.readingSuspended && this.queue.answers() <= MAX_UNANSWERED / 2) {
			this.readingSuspended = false;
			this.quietTicks = this.transport.resumeReading() ? 0 : -1;
		}
	}

	/**
	 * Stop reading from the peer while it has too many requests whose answers have not
	 * left. Called by the reading thread.
	 * @return whether the peer may go on sending: there is room, or reading has stopped
	 */
	boolean limitReading() {
		synchronized (this) {
			this.quietTicks = -1;
			if (this.queue.answers() <= MAX_UNANSWERED || this.readingSuspended) {
				return true;
			}
			this.readingSuspended = this.transport.suspendReading();
			return this.readingSuspended;
		}
	}

	/**
	 * Look at the clock.
	 * @param writeTimeout longest time for a batch
	 * @return whether a batch has taken longer, so that the connection must end
	 */
	boolean check(Duration writeTimeout) {
		wakeUp();
		boolean abort;
		synchronized (this) {
			abort = this.closing != null && this.clock.isOver(this.closingSince, CLOSE_TIMEOUT);
			if (!abort) {
				return this.running && this.closing == null && this.clock.isOver(this.progress, writeTimeout);
			}
		}
		abort(CloseReason.ABNORMAL);
		return false;
	}

	/**
	 * The pong of the peer wakes the container up. Done by the clock and only if nothing
	 * comes by itself: a peer that answers pings where it reads, and whose other thread
	 * is stuck in writing, would not read on.
	 */
	private void wakeUp() {
		boolean asleep;
		synchronized (this) {
			this.quietTicks += (this.quietTicks >= 0) ? 1 : 0;
			asleep = this.quietTicks == TICKS_TO_WAKE_UP;
			this.quietTicks = asleep ? -1 : this.quietTicks;
		}
		if (asleep) {
			ping();
		}
	}

	/** End the connection without waiting for anything. */
	void abort(CloseReason reason) {
		CloseReason told;
		synchronized (this) {
			told = (this.closing != null) ? this.closing : reason.sendable();
		}
		ended();
		this.threads.abort(() -> this.transport.abort(told));
	}

	/** The transport has ended. */
	void ended() {
		synchronized (this) {
			this.ended = true;
			this.queue.clear();
		}
		this.listener.ended();
	}

	@Override
	public synchronized int unansweredRequests() {
		return this.queue.answers();
	}

	@Override
	public synchronized int queuedMessages() {
		return this.queue.size();
	}

	@Override
	public synchronized long queuedBytes() {
		return this.queue.bytes();
	}

}
