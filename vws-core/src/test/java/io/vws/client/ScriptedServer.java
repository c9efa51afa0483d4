package io.vws.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ServerSocketFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that does what the test says, also what no server should.
 */
final class ScriptedServer implements AutoCloseable {

	private final ServerSocket socket;

	private final BlockingQueue<ServerPeer> peers = new LinkedBlockingQueue<>();

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	ScriptedServer() throws IOException {
		this(ServerSocketFactory.getDefault());
	}

	ScriptedServer(ServerSocketFactory factory) throws IOException {
		this.socket = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::acceptAll, "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void acceptAll() {
		try {
			while (true) {
				Socket accepted = this.socket.accept();
				this.sockets.add(accepted);
				this.peers.add(new ServerPeer(accepted));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	int port() {
		return this.socket.getLocalPort();
	}

	String url() {
		return "ws://127.0.0.1:" + port() + "/vws";
	}

	/** The next connection, whose upgrade is not answered yet. */
	ServerPeer next() throws Exception {
		ServerPeer peer = this.peers.poll(30, TimeUnit.SECONDS);
		assertThat(peer).as("connection").isNotNull();
		return peer.readRequest();
	}

	/** The next connection, upgraded. */
	ServerPeer open() throws Exception {
		return next().upgrade();
	}

	boolean hasNext() {
		return !this.peers.isEmpty();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		for (Socket accepted : this.sockets) {
			accepted.close();
		}
	}

}
