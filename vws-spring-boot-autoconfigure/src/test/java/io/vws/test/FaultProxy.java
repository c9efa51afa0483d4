package io.vws.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between a client and a server that fails as the test says. Sockets on both
 * sides stay open while it stalls, so neither side is told.
 */
public final class FaultProxy implements AutoCloseable {

	private final ServerSocket listener;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition flows = this.lock.newCondition();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private volatile int target;

	private boolean stalled;

	private volatile boolean closed;

	private FaultProxy(int target) throws IOException {
		this.target = target;
		this.listener = new ServerSocket();
		this.listener.setReuseAddress(true);
		this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
		start(this::accept);
	}

	/**
	 * Start a proxy.
	 * @param target port that it connects to
	 */
	public static FaultProxy to(int target) throws IOException {
		return new FaultProxy(target);
	}

	/** Port that clients connect to. */
	public int port() {
		return this.listener.getLocalPort();
	}

	/** Connections that were made so far. */
	public int accepted() {
		return this.accepted.get();
	}

	/** Connect further clients to another server. */
	public void target(int port) {
		this.target = port;
	}

	/** Pass nothing on, in either direction, and let all connections stay open. */
	public void stall() {
		setStalled(true);
	}

	/** Pass on what waits, and what comes. */
	public void flow() {
		setStalled(false);
	}

	private void setStalled(boolean stalled) {
		this.lock.lock();
		try {
			this.stalled = stalled;
			this.flows.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** End all connections with a reset (RST), as a machine does that knows of none. */
	public void reset() {
		for (Socket socket : this.sockets) {
			try {
				socket.setSoLinger(true, 0);
			}
			catch (IOException ex) {
				// it has ended by itself
			}
			close(socket);
		}
	}

	private void accept() {
		while (!this.closed) {
			try {
				Socket client = this.listener.accept();
				this.accepted.incrementAndGet();
				connect(client);
			}
			catch (IOException ex) {
				// closed, which ends the loop
			}
		}
	}

	private void connect(Socket client) {
		this.sockets.add(client);
		try {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			this.sockets.add(server);
			start(() -> pump(client, server));
			start(() -> pump(server, client));
		}
		catch (IOException ex) {
			close(client); // nobody listens there
		}
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[8192];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length != -1; length = in.read(buffer)) {
				awaitFlow();
				out.write(buffer, 0, length);
			}
			awaitFlow();
		}
		catch (IOException ex) {
			// one side has ended, so both do
		}
		finally {
			this.sockets.remove(from);
			this.sockets.remove(to);
		}
	}

	private void awaitFlow() {
		this.lock.lock();
		try {
			while (this.stalled && !this.closed) {
				this.flows.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "fault-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// closed is closed
		}
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		flow();
		this.listener.close();
		this.sockets.forEach(FaultProxy::close);
	}

}
