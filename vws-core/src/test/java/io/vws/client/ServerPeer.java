package io.vws.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server's end of one connection: it reads only when it is asked to, and sends what
 * it is told, frame by frame.
 */
final class ServerPeer {

	static final int CONTINUATION = 0;

	static final int TEXT = 1;

	static final int BINARY = 2;

	static final int CLOSE = 8;

	static final int PING = 9;

	static final int PONG = 10;

	private static final int LAST = 0x80;

	private final Socket socket;

	private final DataInputStream in;

	private final OutputStream out;

	private final Map<String, String> headers = new TreeMap<>();

	private String requestLine = "";

	ServerPeer(Socket socket) throws IOException {
		this.socket = socket;
		socket.setSoTimeout(30_000);
		socket.setTcpNoDelay(true);
		this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
		this.out = socket.getOutputStream();
	}

	ServerPeer readRequest() throws IOException {
		this.headers.clear();
		this.requestLine = readLine();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			int colon = line.indexOf(':');
			this.headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
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

	String requestLine() {
		return this.requestLine;
	}

	@Nullable String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	ServerPeer upgrade() throws IOException, GeneralSecurityException {
		String key = header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
		byte[] hash = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII));
		raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
				+ Base64.getEncoder().encodeToString(hash) + "\r\n\r\n");
		return this;
	}

	/** Answer the upgrade with another status. */
	void refuse(int status, String... headers) throws IOException {
		raw("HTTP/1.1 " + status + " Refused\r\nContent-Length: 0\r\nConnection: close\r\n"
				+ ((headers.length > 0) ? String.join("\r\n", headers) + "\r\n" : "") + "\r\n");
		this.socket.close();
	}

	void raw(String text) throws IOException {
		raw(text.getBytes(StandardCharsets.UTF_8));
	}

	synchronized void raw(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
	}

	void text(String text) throws IOException {
		frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	void event(String topic, String json) throws IOException {
		text("{\"t\":\"" + topic + "\",\"d\":" + json + "}");
	}

	void ack(JsonNode request) throws IOException {
		text("{\"k\":\"a\",\"i\":" + request.get("i") + "}");
	}

	/** Read the next message and acknowledge it. */
	JsonNode ackNext() throws IOException {
		JsonNode request = next();
		ack(request);
		return request;
	}

	void frame(boolean last, int opcode, byte[] payload) throws IOException {
		rawFrame((last ? LAST : 0) | opcode, payload);
	}

	void rawFrame(int first, byte[] payload) throws IOException {
		raw(header(first, payload.length, payload));
	}

	/** The beginning of a frame that says to be longer than it is. */
	void beginFrame(long length) throws IOException {
		raw(header(LAST | TEXT, length, new byte[0]));
	}

	private static byte[] header(int first, long length, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
		if (length < 126) {
			frame.put((byte) length);
		}
		else if (length <= 0xFFFF) {
			frame.put((byte) 126).putShort((short) length);
		}
		else {
			frame.put((byte) 127).putLong(length);
		}
		frame.put(payload);
		byte[] bytes = new byte[frame.position()];
		frame.flip().get(bytes);
		return bytes;
	}

	void close(int code, String reason) throws IOException {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		frame(true, CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
	}

	/** End the TCP connection properly, without a close frame. */
	void drop() throws IOException {
		this.socket.close();
	}

	/** End the TCP connection with a reset. */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	/** The next text message; pings before it are answered. */
	JsonNode next() throws IOException {
		return JsonMapper.shared().readTree(nextText());
	}

	String nextText() throws IOException {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		while (true) {
			Frame frame = readFrame();
			if (frame == null || frame.opcode == CLOSE) {
				throw new IOException("Expected a message but the connection ended");
			}
			if (frame.opcode == PING) {
				frame(true, PONG, frame.payload);
			}
			else if (frame.opcode == TEXT || frame.opcode == CONTINUATION) {
				text.writeBytes(frame.payload);
				if (frame.last) {
					return text.toString(StandardCharsets.UTF_8);
				}
			}
		}
	}

	/**
	 * The code of the client's close frame, whatever comes before; 1006 if there is none.
	 */
	int readCloseCode() throws IOException {
		while (true) {
			Frame frame = readFrame();
			if (frame == null) {
				return 1006;
			}
			if (frame.opcode == CLOSE) {
				return (frame.payload.length == 0) ? 1005 : ByteBuffer.wrap(frame.payload).getShort() & 0xFFFF;
			}
		}
	}

	/** The next frame, {@code null} if the connection ended. */
	@Nullable Frame readFrame() throws IOException {
		try {
			int first = this.in.readUnsignedByte();
			int second = this.in.readUnsignedByte();
			if ((second & 0x80) == 0) {
				throw new IOException("A client must mask its frames");
			}
			int code = second & 0x7F;
			long length = (code < 126) ? code : (code == 126) ? this.in.readUnsignedShort() : this.in.readLong();
			byte[] mask = this.in.readNBytes(4);
			byte[] payload = this.in.readNBytes(Math.toIntExact(length));
			for (int i = 0; i < payload.length; i++) {
				payload[i] ^= mask[i % 4];
			}
			return new Frame((first & LAST) != 0, first & 0xF, payload);
		}
		catch (EOFException | SocketException ex) {
			return null;
		}
	}

	/**
	 * A frame of the client, unmasked.
	 */
	record Frame(boolean last, int opcode, byte[] payload) {
	}

}
