package io.vws.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP request and its answer with which a WebSocket begins. No extension is offered,
 * so none is in use.
 */
final class Upgrade {

	private static final byte[] BLANK_LINE = Ascii.bytes("\r\n\r\n");

	private Upgrade() {
	}

	static byte[] request(String path, int port, @Nullable String subprotocol) {
		StringBuilder request = new StringBuilder("GET ").append(path)
			.append(" HTTP/1.1\r\nHost: 127.0.0.1:")
			.append(port)
			.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
			.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
		if (subprotocol != null) {
			request.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
		}
		return Ascii.bytes(request.append("\r\n").toString());
	}

	/**
	 * Where the answer ends, or -1 if it is incomplete.
	 */
	static int end(ByteBuffer in, int to) {
		int blank = Ascii.indexOf(in, 0, to, BLANK_LINE);
		return (blank < 0) ? -1 : blank + BLANK_LINE.length;
	}

	/**
	 * Why the answer is not a plain WebSocket, or {@code null} if it is.
	 */
	static @Nullable String refusal(ByteBuffer in, int end) {
		byte[] bytes = new byte[end];
		in.get(0, bytes);
		String answer = new String(bytes, StandardCharsets.ISO_8859_1);
		if (!answer.startsWith("HTTP/1.1 101")) {
			return answer.lines().findFirst().orElse("");
		}
		boolean extension = answer.toLowerCase(Locale.ROOT).contains("sec-websocket-extensions");
		return extension ? "an extension was not offered" : null;
	}

}
