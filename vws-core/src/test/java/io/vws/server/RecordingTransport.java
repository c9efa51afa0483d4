package io.vws.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.vws.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what it is called for, such as {@code flush} or {@code close 1000}; a frame
 * stands there as its text. Can fail, wait like a socket whose peer does not read, run
 * something in the middle of a write, and tell when the connection has ended, as a
 * container does.
 */
final class RecordingTransport implements Transport {

	final List<String> calls = new CopyOnWriteArrayList<>();

	/** Fail in each call from now on. */
	volatile boolean broken;

	/** Whether reading can be suspended. */
	volatile boolean suspendable = true;

	/** Called with each frame before it is written. */
	volatile Consumer<Frame> onWrite = (frame) -> {
	};

	/** Called once, when the transport is closed or aborted. */
	volatile Consumer<CloseReason> onEnd = (reason) -> {
	};

	/**
	 * Whether writes wait; if not, all that is written stays behind until
	 * {@link #written}.
	 */
	volatile boolean mayWait = true;

	private volatile Runnable onWritten = () -> {
	};

	/** Whether a write waits, or has waited. */
	volatile boolean waited;

	private volatile @Nullable CountDownLatch stuck;

	private final AtomicBoolean ended = new AtomicBoolean();

	/** Let writes wait until {@link #abort} or {@link #unblock}. */
	void block() {
		this.stuck = new CountDownLatch(1);
	}

	void unblock() {
		CountDownLatch stuck = this.stuck;
		this.stuck = null;
		if (stuck != null) {
			stuck.countDown();
		}
	}

	/** The frames that were written. */
	List<String> frames() {
		return this.calls.stream().filter((call) -> call.startsWith("{")).toList();
	}

	long count(String call) {
		return this.calls.stream().filter(call::equals).count();
	}

	@Override
	public boolean write(Frame[] frames) throws IOException {
		for (Frame frame : frames) {
			write(frame);
		}
		call("flush");
		return this.mayWait;
	}

	private void write(Frame frame) throws IOException {
		CountDownLatch stuck = this.stuck;
		if (stuck != null) {
			this.waited = true;
			try {
				stuck.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}
		this.onWrite.accept(frame);
		call(frame.text());
	}

	@Override
	public boolean mayWait() {
		return this.mayWait;
	}

	@Override
	public void onWritten(Runnable listener) {
		this.onWritten = listener;
	}

	/** Tell that what was written has left. */
	void written() {
		this.onWritten.run();
	}

	@Override
	public void ping() throws IOException {
		call("ping");
	}

	@Override
	public void close(CloseReason reason) throws IOException {
		call("close " + reason.code());
		end(reason);
	}

	private void call(String call) throws IOException {
		if (this.broken || this.ended.get()) {
			throw new IOException("Broken");
		}
		this.calls.add(call);
	}

	@Override
	public void abort(CloseReason reason) {
		this.calls.add("abort " + reason.code());
		this.broken = true;
		unblock();
		end(reason);
	}

	private void end(CloseReason reason) {
		if (this.ended.compareAndSet(false, true)) {
			this.onEnd.accept(reason);
		}
	}

	@Override
	public boolean suspendReading() {
		this.calls.add("suspend");
		return this.suspendable;
	}

	@Override
	public boolean resumeReading() {
		this.calls.add("resume");
		return true;
	}

}
