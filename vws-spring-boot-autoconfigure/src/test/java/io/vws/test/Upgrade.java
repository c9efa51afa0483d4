package io.vws.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.net.SocketFactory;

/**
 * A request to upgrade to a WebSocket, with headers of any kind.
 */
public final class Upgrade {

	private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	private final int port;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private String path = "/vws";

	private SocketFactory sockets = SocketFactory.getDefault();

	private int bufferSize;

	private Upgrade(int port) {
		this.port = port;
		this.headers.put("Host", "localhost:" + port);
		this.headers.put("Connection", "Upgrade");
		this.headers.put("Upgrade", "websocket");
		this.headers.put("Sec-WebSocket-Version", "13");
		this.headers.put("Sec-WebSocket-Key", KEY);
	}

	/**
	 * Begin a request to {@code /vws} on a port of this machine.
	 */
	public static Upgrade to(int port) {
		return new Upgrade(port);
	}

	/**
	 * Set the path.
	 */
	public Upgrade path(String path) {
		this.path = path;
		return this;
	}

	/**
	 * Set a header.
	 */
	public Upgrade header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	/**
	 * Set what makes the socket, such as that of an {@code SSLContext}.
	 */
	public Upgrade sockets(SocketFactory sockets) {
		this.sockets = sockets;
		return this;
	}

	/**
	 * Set the sizes of the socket's buffers, so that the system takes little of what is
	 * not read.
	 */
	public Upgrade bufferSize(int bufferSize) {
		this.bufferSize = bufferSize;
		return this;
	}

	/**
	 * Open the WebSocket.
	 * @throws IOException if the server refuses
	 */
	@SuppressWarnings("resource")
	public RawWebSocket open() throws IOException {
		RawWebSocket socket = RawWebSocket.connect(this.port, this.sockets, this.bufferSize);
		HttpAnswer answer = socket.exchange(request());
		if (answer.status() != 101 || !accept().equals(answer.header("Sec-WebSocket-Accept"))) {
			socket.close();
			throw new IOException("Not upgraded: " + answer);
		}
		return socket;
	}

	/**
	 * Send the request and return the answer, whatever it is.
	 */
	public HttpAnswer answer() throws IOException {
		try (RawWebSocket socket = RawWebSocket.connect(this.port, this.sockets, this.bufferSize)) {
			return socket.exchange(request());
		}
	}

	/**
	 * Send a plain GET of a path and return the answer.
	 */
	public static HttpAnswer get(int port, String path) throws IOException {
		try (RawWebSocket socket = RawWebSocket.connect(port, SocketFactory.getDefault(), 0)) {
			return socket.exchange("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n");
		}
	}

	private String request() {
		StringBuilder request = new StringBuilder("GET " + this.path + " HTTP/1.1\r\n");
		this.headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
		return request.append("\r\n").toString();
	}

	private static String accept() {
		try {
			byte[] key = (KEY + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(key));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
