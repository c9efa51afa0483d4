package io.vws.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * One connection of {@link LimitPeer}: reads requests, of which a client sends few bytes
 * compared with what is sent out.
 */
final class LimitConnection {

	/** Most bytes that a frame adds to its payload. */
	static final int OVERHEAD = 4;

	private static final byte[] ACK = { (byte) 0x81, 1, 'a' };

	private final SocketChannel channel;

	private final LimitFanOut fanOut;

	private ByteBuffer in = ByteBuffer.allocate(1024);

	private final ByteBuffer acks = ByteBuffer.allocate(4096);

	private boolean upgraded;

	private int number = -1;

	LimitConnection(SocketChannel channel, LimitFanOut fanOut) {
		this.channel = channel;
		this.fanOut = fanOut;
	}

	/**
	 * Write a complete message of fewer than 65,536 bytes, which is text.
	 */
	static void frame(ByteBuffer out, ByteBuffer payload) {
		int length = payload.remaining();
		out.put((byte) 0x81);
		if (length < 126) {
			out.put((byte) length);
		}
		else {
			out.put((byte) 126).putShort((short) length);
		}
		out.put(payload);
	}

	void read() {
		try {
			if (this.channel.read(this.in) < 0) {
				close();
				return;
			}
			boolean full = !this.in.hasRemaining();
			this.in.flip();
			if (!this.upgraded) {
				upgrade();
			}
			while (this.upgraded && this.in.remaining() >= 6 && next()) {
				// all that are complete
			}
			this.in.compact();
			if (full) {
				this.in = ByteBuffer.allocate(2 * this.in.capacity()).put(this.in.flip());
			}
			flushAcks();
		}
		catch (IOException ex) {
			close();
		}
	}

	private void upgrade() throws IOException {
		String request = StandardCharsets.ISO_8859_1.decode(this.in.duplicate()).toString();
		int end = request.indexOf("\r\n\r\n");
		if (end < 0) {
			return;
		}
		String name = "Sec-WebSocket-Key: ";
		int key = request.indexOf(name) + name.length();
		String accept = accept(request.substring(key, request.indexOf("\r\n", key)));
		String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + accept + "\r\n\r\n";
		this.channel.write(StandardCharsets.US_ASCII.encode(answer));
		this.in.position(this.in.position() + end + 4);
		this.upgraded = true;
	}

	private static String accept(String key) {
		try {
			byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Handle the next frame, which is masked and not fragmented.
	 * @return {@code false} if it is incomplete
	 */
	private boolean next() throws IOException {
		int start = this.in.position();
		int length = this.in.get(start + 1) & 0x7f;
		int mask = start + 2;
		if (length == 126) {
			length = this.in.getShort(start + 2) & 0xffff;
			mask = start + 4;
		}
		else if (length == 127) {
			throw new IOException("Frame too large");
		}
		int from = mask + 4;
		if (this.in.limit() - from < length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			this.in.put(from + i, (byte) (this.in.get(from + i) ^ this.in.get(mask + (i & 3))));
		}
		int opcode = this.in.get(start) & 0x0f;
		this.in.position(from + length);
		if (opcode == 8) {
			this.channel.write(ByteBuffer.wrap(new byte[] { (byte) 0x88, 0 }));
			throw new IOException("Closed by the client");
		}
		request(this.in.duplicate().position(from).limit(from + length));
		return true;
	}

	private void request(ByteBuffer message) throws IOException {
		switch (message.get()) {
			case 'S' -> {
				this.number = number(message);
				this.fanOut.add(this.number, this);
			}
			case 'P' -> this.fanOut.toAll(message);
			default -> this.fanOut.toOne(number(message), message);
		}
		if (this.acks.remaining() < ACK.length) {
			flushAcks();
		}
		this.acks.put(ACK);
	}

	private static int number(ByteBuffer message) {
		int number = 0;
		for (int i = 0; i < 6; i++) {
			number = 10 * number + message.get() - '0';
		}
		return number;
	}

	private void flushAcks() {
		if (this.acks.position() > 0) {
			write(this.acks.flip());
			this.acks.clear();
		}
	}

	/**
	 * Write frames. A connection that does not take them all is closed.
	 * @return {@code false} if it is closed
	 */
	boolean write(ByteBuffer frames) {
		try {
			this.channel.write(frames);
			if (!frames.hasRemaining()) {
				return true;
			}
			this.channel.close();
		}
		catch (IOException ex) {
			// it is over either way
		}
		return false;
	}

	private void close() {
		this.fanOut.remove(this.number, this);
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// it is over either way
		}
	}

}
