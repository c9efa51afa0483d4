package io.vws.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.vws.bus.Subscription;
import io.vws.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Link} made of an {@link OutboundQueue} and a {@link Transport}. When something
 * is to be sent and no task runs, one is started; it writes what waits in batches and
 * ends when nothing is left. A lone message therefore goes at once, and a backlog shares
 * system calls.
 * <p>
 * A task whose transport does not wait shares its thread with other links: it writes one
 * batch at a time, and steps aside until the transport says that the batch has left.
 * <p>
 * The monitor guards the queue and all fields and is never held while a thread waits for
 * the socket. The running task is the only one that writes to the transport; the watchdog
 * may abort it.
 */
final class QueuedLink implements Link, Runnable {

	private static final int BATCH_FRAMES = 64;

	private static final int BATCH_BYTES = 64 * 1024;

	private static final Frame[] NONE = {};

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * A batch takes at most half of the queue's bounds: what is being written counts, and
	 * an overflow policy needs room for newer events beside it.
	 */
	private final int batchFrames;

	private final int batchBytes;

	private final OutboundQueue queue;

	private final Transport transport;

	private final ReadingPause reading;

	private final WriterThreads threads;

	private final Executor writer;

	private final boolean sharesThread;

	private final CoarseClock clock;

	private final Listener listener;

	private boolean running;

	/** Whether what was written last has left the transport. */
	private boolean left = true;

	/** Whether the running task waits until it has. */
	private boolean steppedAside;

	private int held;

	private boolean pingWanted;

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
		this.reading = new ReadingPause(transport);
		this.threads = threads;
		this.sharesThread = !transport.mayWait();
		this.writer = threads.writer(transport.mayWait());
		this.clock = clock;
		this.listener = listener;
		transport.onWritten(this::written);
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
	public DeliveryOutcome send(Frame frame, @Nullable Subscription subscription) {
		DeliveryOutcome outcome;
		long dropped;
		boolean start;
		synchronized (this) {
			boolean draining = this.closing != null && !this.discarding && frame.isAnswer();
			if (this.ended || (this.closing != null && !draining)) {
				return DeliveryOutcome.CLOSED;
			}
			if (subscription != null && !subscription.isActive()) {
				return DeliveryOutcome.UNWANTED;
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
		return outcome;
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
			this.writer.execute(this);
		}
		catch (RejectedExecutionException ex) {
			abort(CloseReason.GOING_AWAY);
		}
	}

	@Override
	public synchronized void hold() {
		this.held++;
	}

	@Override
	public void release() {
		synchronized (this) {
			this.held--;
		}
		startIfNeeded();
	}

	@Override
	public void ping() {
		synchronized (this) {
			this.pingWanted = true;
		}
		startIfNeeded();
	}

	private void startIfNeeded() {
		boolean start;
		synchronized (this) {
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
		synchronized (this) {
			if (discard) {
				this.discarding = true;
				this.queue.clear();
			}
			if (this.closing == null) {
				this.closing = reason;
				this.closingSince = this.clock.nanos();
			}
		}
		startIfNeeded();
	}

	@Override
	public void run() {
		try {
			boolean goOn = writeSome() && mustGoOn();
			while (goOn && !this.sharesThread) {
				goOn = writeSome() && mustGoOn();
			}
			if (goOn) {
				start();
			}
		}
		catch (IOException | RuntimeException ex) {
			abort(CloseReason.ABNORMAL);
		}
	}

	/**
	 * Write one batch.
	 * @return whether it has left; if not, the task steps aside or the link is closed
	 */
	private boolean writeSome() throws IOException {
		Frame[] batch;
		boolean ping;
		CloseReason close;
		synchronized (this) {
			ping = this.pingWanted;
			this.pingWanted = false;
			batch = (this.held == 0) ? this.queue.nextBatch(this.batchFrames, this.batchBytes) : NONE;
			boolean idle = batch.length == 0 && !ping;
			close = (idle && this.held == 0 && !this.ended) ? this.closing : null;
			this.ended |= close != null;
			this.left = batch.length == 0; // the transport may say so before it returns
		}
		if (close != null) {
			this.transport.close(close);
			return false;
		}
		if (ping) {
			this.transport.ping();
			this.listener.pinged();
		}
		if (batch.length == 0 || this.transport.write(batch)) {
			return true;
		}
		synchronized (this) {
			this.steppedAside = !this.left;
			return this.left;
		}
	}

	/**
	 * What was taken has left: end the task, unless there is more to do. Looked at here,
	 * since a task that took its turn only to find nothing would have woken up a thread.
	 */
	private synchronized boolean mustGoOn() {
		this.queue.written();
		this.reading.readOn(this.queue.answers());
		this.running = false;
		return mustStart();
	}

	/** The transport says that the last batch has left. */
	private void written() {
		boolean goOn;
		synchronized (this) {
			this.left = true;
			goOn = this.steppedAside && mustGoOn();
			this.steppedAside = false;
		}
		if (goOn) {
			start();
		}
	}

	@Override
	public synchronized boolean limitReading() {
		return this.reading.limit(this.queue.answers());
	}

	@Override
	public boolean check(Duration writeTimeout) {
		boolean asleep;
		boolean late;
		boolean stuck;
		synchronized (this) {
			asleep = this.reading.tick();
			late = this.closing != null && this.clock.isOver(this.closingSince, CLOSE_TIMEOUT);
			stuck = this.closing == null && this.running && this.clock.isOver(this.progress, writeTimeout);
		}
		if (asleep) {
			ping();
		}
		if (late) {
			abort(CloseReason.ABNORMAL);
		}
		return stuck;
	}

	@Override
	public void abort(CloseReason reason) {
		CloseReason told;
		synchronized (this) {
			told = (this.closing != null) ? this.closing : reason.sendable();
		}
		ended();
		this.threads.abort(() -> this.transport.abort(told));
	}

	@Override
	public void ended() {
		synchronized (this) {
			this.ended = true;
			this.queue.clear();
		}
		this.listener.ended();
	}

	/** Answers that wait or are being written. */
	synchronized int unansweredRequests() {
		return this.queue.answers();
	}

	@Override
	public synchronized OutboundTraffic sent() {
		return this.queue.sent();
	}

	@Override
	public synchronized Duration writingFor() {
		return this.running ? Duration.ofNanos(this.clock.nanos() - this.progress) : Duration.ZERO;
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
