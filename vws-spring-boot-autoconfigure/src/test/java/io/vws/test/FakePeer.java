package io.vws.test;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.server.Validity;
import io.vws.server.VwsConnection;
import io.vws.server.VwsServer;
import io.vws.wire.Frame;

/**
 * A peer without a socket. It reads what it is sent, unless told to stop that, and
 * answers no ping by itself.
 */
public final class FakePeer {

	private final FakeTransport transport = new FakeTransport();

	private final VwsConnection connection;

	private FakePeer(VwsServer server, Peer peer, Validity validity) {
		this.connection = server.open(peer, this.transport, validity);
		this.transport.ended.thenAccept(this.connection::transportClosed);
	}

	/**
	 * Connect somebody who is nobody.
	 */
	public static FakePeer connect(VwsServer server, String id) {
		return connect(server, new Peer(id, null, null), Validity.unlimited());
	}

	/**
	 * Connect.
	 */
	public static FakePeer connect(VwsServer server, Peer peer, Validity validity) {
		return new FakePeer(server, peer, validity);
	}

	/**
	 * The connection at the server.
	 */
	public VwsConnection connection() {
		return this.connection;
	}

	/**
	 * Send messages.
	 */
	public void send(String... messages) {
		for (String message : messages) {
			this.connection.receiveText(message, true);
		}
	}

	/**
	 * Read nothing from now on: the next write waits until the connection ends.
	 */
	public void stopReading() {
		this.transport.reading = false;
	}

	/** Its end of the connection. */
	private static final class FakeTransport implements Transport {

		final CompletableFuture<CloseReason> ended = new CompletableFuture<>();

		private final CountDownLatch aborted = new CountDownLatch(1);

		volatile boolean reading = true;

		@Override
		public boolean write(Frame[] frames) throws IOException {
			if (!this.reading) {
				try {
					this.aborted.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				throw new IOException("Aborted");
			}
			return true;
		}

		@Override
		public void ping() {
		}

		@Override
		public void close(CloseReason reason) {
			this.ended.complete(reason);
		}

		@Override
		public void abort(CloseReason reason) {
			this.aborted.countDown();
			this.ended.complete(reason);
		}

	}

}
