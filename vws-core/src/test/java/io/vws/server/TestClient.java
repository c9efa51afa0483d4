package io.vws.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.vws.bus.Peer;
import tools.jackson.databind.JsonNode;

import static io.vws.server.TestServer.await;

/**
 * A client of a {@link TestServer} and the container between them: what the server sends
 * stands in the transport.
 */
final class TestClient {

	final RecordingTransport transport = new RecordingTransport();

	final VwsConnection connection;

	private int seen;

	private int synced;

	TestClient(VwsServer server, String id) {
		this(server, new Peer(id, () -> "alice", "10.0.0.1"));
	}

	TestClient(VwsServer server, Peer peer) {
		CompletableFuture<VwsConnection> opened = new CompletableFuture<>();
		this.transport.onEnd = (reason) -> opened.thenAccept((connection) -> connection.transportClosed(reason));
		this.connection = server.open(peer, this.transport);
		opened.complete(this.connection);
	}

	void send(String... messages) {
		for (String message : messages) {
			this.connection.receiveText(message, true);
		}
	}

	/**
	 * Send messages and return the frames that came since the last call: all of them,
	 * since those behind it are waited for.
	 */
	List<String> exchange(String... messages) {
		send(messages);
		String sync = "\"sync " + ++this.synced + "\"";
		send("{\"k\":\"u\",\"t\":\"$ping\",\"i\":" + sync + "}");
		String answer = "{\"k\":\"a\",\"i\":" + sync + "}";
		await().until(() -> this.transport.calls.contains(answer));
		List<String> frames = this.transport.frames();
		int end = frames.indexOf(answer);
		List<String> result = new ArrayList<>(frames.subList(this.seen, end));
		this.seen = end + 1;
		return result;
	}

	/** Like {@link #exchange}, with each frame as {@link #summary}. */
	List<String> ask(String... messages) {
		return exchange(messages).stream().map(TestClient::summary).toList();
	}

	/** Return all frames that came, each as {@link #summary}. */
	List<String> answers() {
		return this.transport.frames().stream().map(TestClient::summary).toList();
	}

	/**
	 * Say what a frame is: {@code a 7}, {@code n 7 busy} or {@code a/b=1}, with {@code -}
	 * where there is no id.
	 */
	static String summary(String frame) {
		JsonNode message = TestServer.MAPPER.readTree(frame);
		String id = message.has("i") ? message.get("i").toString() : "-";
		return switch (message.path("k").asString("")) {
			case "a" -> "a " + id;
			case "n" -> "n " + id + " " + message.get("h").get("vws-code").asString();
			default -> message.get("t").asString() + "=" + message.get("d");
		};
	}

	void awaitCall(String call) {
		await().until(() -> this.transport.calls.contains(call));
	}

}
