package io.vws.test;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A peer whose own thread reads events that carry 0, 1, 2 and so on as their number, and
 * counts them as long as none is missing or out of order.
 */
public final class ReadingPeer implements AutoCloseable {

	private final TestPeer peer;

	private final AtomicInteger received = new AtomicInteger();

	private volatile @Nullable String problem;

	private volatile boolean closed;

	/**
	 * Begin to read what a peer has subscribed to.
	 */
	public ReadingPeer(TestPeer peer) {
		this.peer = peer;
		Thread thread = new Thread(this::read, "reader");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Return a payload of the given number and size.
	 */
	public static String payload(int number, int size) {
		String prefix = number + ":";
		return prefix + "x".repeat(Math.max(0, size - prefix.length()));
	}

	/**
	 * Return the number of the payload of a message.
	 */
	public static int number(String message) {
		int start = message.indexOf("\"d\":\"") + 5;
		return Integer.parseInt(message.substring(start, message.indexOf(':', start)));
	}

	private void read() {
		try {
			while (true) {
				int number = number(this.peer.next());
				if (number != this.received.get()) {
					this.problem = "Expected event " + this.received + " but got " + number;
					return;
				}
				this.received.incrementAndGet();
			}
		}
		catch (IOException | RuntimeException ex) {
			if (!this.closed) {
				this.problem = ex.toString();
			}
		}
	}

	/**
	 * Number of events received in order.
	 */
	public int received() {
		return this.received.get();
	}

	/**
	 * What went wrong, {@code null} if nothing.
	 */
	public @Nullable String problem() {
		return this.problem;
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		this.peer.close();
	}

}
