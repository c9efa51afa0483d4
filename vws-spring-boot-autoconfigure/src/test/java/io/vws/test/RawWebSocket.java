package io.vws.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client that does what it is told and nothing by itself: it reads only when
 * asked, answers nothing while it reads frames, and can send what no client should. One
 * thread may write while another reads.
 */
public final class RawWebSocket implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private final Socket socket;

	private final DataInputStream in;

	private final OutputStream out;

	private RawWebSocket(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16 * 1024));
		this.out = socket.getOutputStream();
	}

	/**
	 * Connect the socket, without a handshake.
	 * @param sockets makes the socket
	 * @param bufferSize size of the socket's buffers, 0 for what the system chooses
	 */
	static RawWebSocket connect(int port, SocketFactory sockets, int bufferSize) throws IOException {
		Socket socket = sockets.createSocket();
		if (bufferSize > 0) { // before connecting, or the window is larger already
			socket.setReceiveBufferSize(bufferSize);
			socket.setSendBufferSize(bufferSize);
		}
		socket.setTcpNoDelay(true);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) DEADLINE.toMillis());
		return new RawWebSocket(socket);
	}

	/**
	 * Open the WebSocket at {@code /vws}.
	 */
	public static RawWebSocket open(int port) throws IOException {
		return Upgrade.to(port).open();
	}

	HttpAnswer exchange(String request) throws IOException {
		sendRaw(request.getBytes(StandardCharsets.UTF_8));
		this.socket.setSoTimeout((int) DEADLINE.toMillis());
		return HttpAnswer.read(this.in);
	}

	/**
	 * Send a text message in one frame.
	 */
	public void sendText(String text) throws IOException {
		sendFrame(true, RawFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Send a frame, masked as a client must.
	 */
	public void sendFrame(boolean last, int opcode, byte[] payload) throws IOException {
		sendRaw(frame((last ? 0x80 : 0) | opcode, payload));
	}

	/**
	 * Send a close frame.
	 */
	public void sendClose(int code, String reason) throws IOException {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		sendFrame(true, RawFrame.CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
	}

	/**
	 * Send bytes as they are.
	 */
	public synchronized void sendRaw(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
	}

	/**
	 * Return the bytes of a masked frame.
	 * @param first first byte: FIN, reserved bits and opcode
	 */
	public static byte[] frame(int first, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
		if (payload.length < 126) {
			frame.put((byte) (0x80 | payload.length));
		}
		else if (payload.length <= 0xFFFF) {
			frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
		}
		else {
			frame.put((byte) (0x80 | 127)).putLong(payload.length);
		}
		int mask = ThreadLocalRandom.current().nextInt();
		frame.putInt(mask);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i % 4)))));
		}
		byte[] bytes = new byte[frame.position()];
		frame.flip().get(bytes);
		return bytes;
	}

	/**
	 * Read the next frame.
	 * @return the frame or {@code null} if the connection has ended
	 */
	public @Nullable RawFrame readFrame() throws IOException {
		this.socket.setSoTimeout((int) DEADLINE.toMillis());
		try {
			int first = this.in.readUnsignedByte();
			int second = this.in.readUnsignedByte();
			if ((second & 0x80) != 0) {
				throw new IOException("A server must not mask its frames");
			}
			long length = (second < 126) ? second : (second == 126) ? this.in.readUnsignedShort() : this.in.readLong();
			byte[] payload = new byte[Math.toIntExact(length)];
			this.in.readFully(payload);
			return new RawFrame((first & 0x80) != 0, (first >> 4) & 7, first & 0xF, ByteBuffer.wrap(payload));
		}
		catch (EOFException | SocketException ex) {
			return null;
		}
	}

	/**
	 * Read the next text message, of one or more frames. Answers pings before it.
	 * @throws IOException if anything else comes
	 */
	public String readText() throws IOException {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		int expected = RawFrame.TEXT;
		while (true) {
			RawFrame frame = readFrame();
			if (frame != null && frame.opcode() == RawFrame.PING) {
				pong(frame.payload().array());
				continue;
			}
			if (frame == null || frame.opcode() != expected || frame.reserved() != 0) {
				throw new IOException("Expected a text message but got " + frame);
			}
			text.writeBytes(frame.payload().array());
			if (frame.last()) {
				return text.toString(StandardCharsets.UTF_8);
			}
			expected = RawFrame.CONTINUATION;
		}
	}

	/**
	 * As real clients do, beside reading: a sender that is stuck must not keep it from
	 * that.
	 */
	private void pong(byte[] payload) {
		CompletableFuture.runAsync(() -> {
			try {
				sendFrame(true, RawFrame.PONG, payload);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/**
	 * Read up to the close frame, whatever comes before.
	 * @return the close code, 1006 if the connection ended without
	 */
	public int readCloseCode() throws IOException {
		while (true) {
			RawFrame frame = readFrame();
			if (frame == null) {
				return 1006;
			}
			if (frame.opcode() == RawFrame.CLOSE) {
				return frame.closeCode();
			}
		}
	}

	/**
	 * Cut the connection without a close frame.
	 */
	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
