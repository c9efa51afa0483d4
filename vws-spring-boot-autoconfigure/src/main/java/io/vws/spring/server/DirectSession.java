package io.vws.spring.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;

import io.vws.server.CloseReason;
import io.vws.wire.Frame;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.adapter.AbstractWebSocketSession;

/**
 * Spring's view of a connection with a {@link DirectTransport}. Nobody sees it but
 * {@link VwsWebSocketHandler}, which asks for identity and address only; URI and headers
 * of the request are not kept, since they would be most of what an idle connection costs
 * beside Tomcat's buffers.
 */
final class DirectSession extends AbstractWebSocketSession<DirectTransport> {

	private final String id = idGenerator.generateId().toString();

	private final InetSocketAddress localAddress;

	private final InetSocketAddress remoteAddress;

	private final @Nullable Principal user;

	private final @Nullable String protocol;

	DirectSession(ServerHttpRequest request, @Nullable Principal user, @Nullable String protocol,
			Map<String, Object> attributes) {
		super(attributes);
		this.localAddress = request.getLocalAddress();
		this.remoteAddress = request.getRemoteAddress();
		this.user = user;
		this.protocol = protocol;
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public @Nullable URI getUri() {
		return null;
	}

	@Override
	public HttpHeaders getHandshakeHeaders() {
		return HttpHeaders.readOnlyHttpHeaders(new HttpHeaders());
	}

	@Override
	public @Nullable Principal getPrincipal() {
		return this.user;
	}

	@Override
	public InetSocketAddress getLocalAddress() {
		return this.localAddress;
	}

	@Override
	public InetSocketAddress getRemoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public @Nullable String getAcceptedProtocol() {
		return this.protocol;
	}

	@Override
	public List<WebSocketExtension> getExtensions() {
		return List.of();
	}

	/** Messages come in parts: who takes them sets the limit. */
	@Override
	public void setTextMessageSizeLimit(int messageSizeLimit) {
	}

	@Override
	public int getTextMessageSizeLimit() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void setBinaryMessageSizeLimit(int messageSizeLimit) {
	}

	@Override
	public int getBinaryMessageSizeLimit() {
		return Integer.MAX_VALUE;
	}

	@Override
	public boolean isOpen() {
		return getNativeSession().isOpen();
	}

	@Override
	protected void sendTextMessage(TextMessage message) throws IOException {
		getNativeSession().write(new Frame[] { Frame.answer(message.getPayload()) });
	}

	@Override
	protected void sendBinaryMessage(BinaryMessage message) throws IOException {
		throw new UnsupportedOperationException("VWS sends text only");
	}

	@Override
	protected void sendPingMessage(PingMessage message) throws IOException {
		getNativeSession().ping();
	}

	@Override
	protected void sendPongMessage(PongMessage message) throws IOException {
		byte[] payload = new byte[message.getPayloadLength()];
		message.getPayload().get(payload);
		getNativeSession().pong(payload);
	}

	@Override
	protected void closeInternal(CloseStatus status) throws IOException {
		String reason = status.getReason();
		getNativeSession().close(CloseReason.of(status.getCode(), (reason != null) ? reason : ""));
	}

}
