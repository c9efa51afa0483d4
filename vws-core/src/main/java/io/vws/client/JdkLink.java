package io.vws.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * One connection by the WebSocket of the JDK, which calls one method after the other.
 */
final class JdkLink implements ClientLink, WebSocket.Listener {

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final int ABNORMAL = 1006;

	private static final int POLICY_VIOLATION = 1008;

	private static final int TOO_BIG = 1009;

	private final LinkListener listener;

	private volatile @Nullable WebSocket webSocket;

	JdkLink(LinkListener listener) {
		this.listener = listener;
	}

	/** There is no connection. */
	static void tellFailure(Throwable failure, LinkListener listener) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof WebSocketHandshakeException refusal) {
			int status = refusal.getResponse().statusCode();
			if (status != SWITCHING_PROTOCOLS) {
				listener.failed(status, "HTTP status " + status);
				return;
			}
		}
		listener.failed(0, describe(cause));
	}

	/** What is wrong with a header is said with its value, which may be a secret. */
	private static String describe(Throwable failure) {
		String type = failure.getClass().getSimpleName();
		return (failure instanceof IOException && failure.getMessage() != null) ? type + ": " + failure.getMessage()
				: type;
	}

	// What the client wants

	@Override
	public CompletionStage<?> send(String text) {
		return socket().sendText(text, true);
	}

	/**
	 * One that is not sent for another reason, such as one before it, does not matter.
	 */
	@Override
	public void ping() {
		socket().sendPing(ByteBuffer.allocate(0)).whenComplete((webSocket, failure) -> {
			if (failure instanceof IOException) {
				this.listener.ended(ABNORMAL, describe(failure));
			}
		});
	}

	/** The JDK leaves 1009 to servers. */
	@Override
	public void close(int code, String reason) {
		socket().sendClose((code == TOO_BIG) ? POLICY_VIOLATION : code, reason);
	}

	@Override
	public void abort() {
		socket().abort();
	}

	private WebSocket socket() {
		WebSocket socket = this.webSocket;
		if (socket == null) {
			throw new IllegalStateException("Not open");
		}
		return socket;
	}

	// What the server does

	/** Nothing is held up: who cannot keep up has a queue with a policy. */
	@Override
	public void onOpen(WebSocket webSocket) {
		this.webSocket = webSocket;
		this.listener.opened(this);
		webSocket.request(Long.MAX_VALUE);
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.listener.text(data.toString(), last);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		this.listener.binary(data, last);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
		return null; // answered by the JDK
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
		this.listener.pong();
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
		this.listener.ended(code, reason);
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable failure) {
		this.listener.ended(ABNORMAL, (failure instanceof ProtocolException)
				? "The server does not keep to the WebSocket protocol" : describe(failure));
	}

}
