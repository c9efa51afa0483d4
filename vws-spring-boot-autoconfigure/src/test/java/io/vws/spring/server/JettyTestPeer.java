package io.vws.spring.server;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A peer on a plain socket, which reads and answers only when it is told to: it can leave
 * a ping without an answer, read nothing at all, or vanish.
 */
final class JettyTestPeer implements AutoCloseable {

	static final int CONTINUATION = 0;

	static final int TEXT = 1;

	static final int BINARY = 2;

	static final int CLOSE = 8;

	static final int PING = 9;

	static final int PONG = 10;

	/**
	 * What {@link #readCloseCode} returns if the connection ends without a close frame.
	 */
	static final int ABNORMAL = 1006;

	private static final int DEADLINE_MILLIS = 20_000;

	private static final byte[] MASK = { 0x12, 0x34, 0x56, 0x78 };

	private final Socket socket;

	private final DataInputStream in;

	private final OutputStream out;

	private final List<String> response = new ArrayList<>();

	/** A frame that came. */
	record Received(boolean last, int reserved, int opcode, byte[] payload) {

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

	}

	private JettyTestPeer(int port, int receiveBuffer, Map<String, String> headers) throws IOException {
		this.socket = new Socket();
		if (receiveBuffer > 0) {
			this.socket.setReceiveBufferSize(receiveBuffer); // only counts before
		}
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MILLIS);
		this.socket.setSoTimeout(DEADLINE_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream()));
		this.out = this.socket.getOutputStream();
		StringBuilder request = new StringBuilder("GET /vws HTTP/1.1\r\nHost: localhost:" + port
				+ "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
				+ "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
		headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
		this.out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			this.response.add(line);
		}
	}

	static JettyTestPeer open(int port) throws IOException {
		return handshake(port, Map.of()).requireOpen();
	}

	/** A peer that takes little while it does not read. */
	static JettyTestPeer openWithSmallBuffer(int port) throws IOException {
		return new JettyTestPeer(port, 4096, Map.of()).requireOpen();
	}

	/** Ask for an upgrade, whatever the answer is. */
	static JettyTestPeer handshake(int port, Map<String, String> headers) throws IOException {
		return new JettyTestPeer(port, 0, headers);
	}

	private JettyTestPeer requireOpen() throws IOException {
		if (status() != 101) {
			throw new IOException("Not upgraded: " + this.response);
		}
		return this;
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.readUnsignedByte(); c != '\n'; c = this.in.readUnsignedByte()) {
			line.append((char) c);
		}
		return line.toString().strip();
	}

	int status() {
		return Integer.parseInt(this.response.get(0).split(" ")[1]);
	}

	/** The lines of the answer to the handshake. */
	List<String> response() {
		return this.response;
	}

	void send(String text) throws IOException {
		send(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	void send(boolean last, int opcode, byte[] payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
		frame.put((byte) ((last ? 0x80 : 0) | opcode));
		if (payload.length < 126) {
			frame.put((byte) (0x80 | payload.length));
		}
		else if (payload.length < 0x10000) {
			frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
		}
		else {
			frame.put((byte) (0x80 | 127)).putLong(payload.length);
		}
		frame.put(MASK);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ MASK[i % 4]));
		}
		this.out.write(frame.array(), 0, frame.position());
	}

	/** Subscribe and read the acknowledgment. */
	JettyTestPeer subscribe(String pattern) throws IOException {
		send("{\"k\":\"s\",\"t\":\"" + pattern + "\",\"i\":0}");
		String answer = readText();
		if (!answer.equals("{\"k\":\"a\",\"i\":0}")) {
			throw new IOException("Not subscribed: " + answer);
		}
		return this;
	}

	Received read() throws IOException {
		int first = this.in.readUnsignedByte();
		long length = this.in.readUnsignedByte();
		if (length == 126) {
			length = this.in.readUnsignedShort();
		}
		else if (length == 127) {
			length = this.in.readLong();
		}
		byte[] payload = new byte[Math.toIntExact(length)];
		this.in.readFully(payload);
		return new Received((first & 0x80) != 0, first & 0x70, first & 0x0f, payload);
	}

	/** Read the next text message. Pings on the way get their pong. */
	String readText() throws IOException {
		StringBuilder text = new StringBuilder();
		while (true) {
			Received frame = read();
			if (frame.opcode() == PING) {
				send(true, PONG, frame.payload());
				continue;
			}
			if (frame.opcode() != TEXT && frame.opcode() != CONTINUATION) {
				throw new IOException("Not a text message: " + frame);
			}
			text.append(frame.text()); // Jetty's fragments of our ASCII texts
			if (frame.last()) {
				return text.toString();
			}
		}
	}

	/** Read up to the close frame or the end, and answer nothing on the way. */
	int readCloseCode() throws IOException {
		try {
			Received frame = read();
			while (frame.opcode() != CLOSE) {
				frame = read();
			}
			return ByteBuffer.wrap(frame.payload()).getShort() & 0xffff;
		}
		catch (EOFException | SocketException ex) {
			return ABNORMAL;
		}
	}

	void readTimeout(int millis) throws SocketException {
		this.socket.setSoTimeout(millis);
	}

	/** Vanish by a reset, without a close frame. */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	/** Vanish by an end of stream, without a close frame. */
	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
