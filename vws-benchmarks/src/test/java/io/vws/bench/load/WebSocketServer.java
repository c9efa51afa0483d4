package io.vws.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * A WebSocket server in a few lines, with a thread for each connection, which behaves as
 * a test wants it to.
 */
final class WebSocketServer implements AutoCloseable {

	private final ServerSocket socket;

	private final Behaviour behaviour;

	/**
	 * What the server does.
	 */
	interface Behaviour {

		void message(Connection connection, byte[] message) throws IOException;

	}

	private WebSocketServer(ServerSocket socket, Behaviour behaviour) {
		this.socket = socket;
		this.behaviour = behaviour;
	}

	static WebSocketServer start(Behaviour behaviour) throws IOException {
		WebSocketServer server = new WebSocketServer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()),
				behaviour);
		thread(server::accept);
		return server;
	}

	private static void thread(Runnable task) {
		Thread thread = new Thread(task, "test-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				Socket accepted = this.socket.accept();
				thread(() -> serve(accepted));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket accepted) {
		try (accepted) {
			accepted.setTcpNoDelay(true);
			DataInputStream in = new DataInputStream(accepted.getInputStream());
			Connection connection = new Connection(accepted.getOutputStream());
			connection.write(answer(readRequest(in)));
			while (true) {
				int opcode = in.readByte() & 0x0f;
				byte[] message = readRest(in);
				if (opcode == ClientFrames.CLOSE) {
					return;
				}
				this.behaviour.message(connection, message);
			}
		}
		catch (IOException ex) {
			// the client is gone
		}
	}

	private static String readRequest(InputStream in) throws IOException {
		StringBuilder request = new StringBuilder();
		while (request.indexOf("\r\n\r\n") < 0) {
			request.append((char) in.read());
		}
		return request.toString();
	}

	private static byte[] answer(String request) {
		try {
			String key = request.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+)\r\n.*", "$1");
			MessageDigest digest = MessageDigest.getInstance("SHA-1");
			byte[] hash = digest.digest(Ascii.bytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
			return Ascii.bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] readRest(DataInputStream in) throws IOException {
		int length = in.readByte() & 0x7f;
		length = (length == 126) ? in.readUnsignedShort() : (length == 127) ? (int) in.readLong() : length;
		byte[] mask = in.readNBytes(4);
		byte[] message = in.readNBytes(length);
		for (int i = 0; i < message.length; i++) {
			message[i] ^= mask[i & 3];
		}
		return message;
	}

	int port() {
		return this.socket.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * The server's end of a connection.
	 */
	static final class Connection {

		private final OutputStream out;

		Connection(OutputStream out) {
			this.out = out;
		}

		synchronized void write(byte[] bytes) throws IOException {
			this.out.write(bytes);
		}

		void text(String message) throws IOException {
			write(frame(0x81, message.getBytes(StandardCharsets.UTF_8)));
		}

		static byte[] frame(int head, byte[] message) {
			ByteArrayOutputStream frame = new ByteArrayOutputStream();
			frame.write(head);
			if (message.length < 126) {
				frame.write(message.length);
			}
			else if (message.length < 1 << 16) {
				frame.write(126);
				frame.write(message.length >> 8);
				frame.write(message.length);
			}
			else {
				frame.write(127);
				for (int shift = 56; shift >= 0; shift -= 8) {
					frame.write((int) ((long) message.length >> shift));
				}
			}
			frame.writeBytes(message);
			return frame.toByteArray();
		}

	}

}
