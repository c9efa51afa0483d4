package io.vws.test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that speaks VWS and sees the exact text of each message.
 */
public final class TestPeer implements AutoCloseable {

	private static final JsonMapper mapper = new JsonMapper();

	private final RawWebSocket socket;

	private int fences;

	public TestPeer(RawWebSocket socket) {
		this.socket = socket;
	}

	/**
	 * Connect to {@code /vws}.
	 */
	public static TestPeer connect(int port) throws IOException {
		return new TestPeer(RawWebSocket.open(port));
	}

	/**
	 * The socket beneath.
	 */
	public RawWebSocket socket() {
		return this.socket;
	}

	/**
	 * Subscribe and wait for the acknowledgment, which must come next.
	 */
	public void subscribe(String... patterns) throws IOException {
		for (String pattern : patterns) {
			send("{\"k\":\"s\",\"t\":" + quote(pattern) + ",\"i\":\"s\"}");
			assertThat(next()).isEqualTo("{\"k\":\"a\",\"i\":\"s\"}");
		}
	}

	/**
	 * Send a message.
	 */
	public void send(String message) throws IOException {
		this.socket.sendText(message);
	}

	/**
	 * Wait for the next message.
	 */
	public String next() throws IOException {
		return this.socket.readText();
	}

	/**
	 * Send messages and return all that comes back before the answer to a further
	 * request: so the absence of an answer is seen without waiting.
	 */
	public List<String> exchange(String... messages) throws IOException {
		for (String message : messages) {
			send(message);
		}
		return untilFence();
	}

	/**
	 * Return all that comes before the answer to a request sent now.
	 */
	public List<String> untilFence() throws IOException {
		String id = "\"fence-" + ++this.fences + "\"";
		send("{\"k\":\"u\",\"t\":\"$ping\",\"i\":" + id + "}");
		List<String> received = new ArrayList<>();
		for (String text = next(); !text.equals("{\"k\":\"a\",\"i\":" + id + "}"); text = next()) {
			received.add(text);
		}
		return received;
	}

	/**
	 * Send a request and return its one answer in short: {@code a 7} for an
	 * acknowledgment of 7, or {@code n 7 malformed}.
	 */
	public String ask(String request) throws IOException {
		List<String> answers = exchange(request);
		assertThat(answers).hasSize(1);
		return shorten(answers.get(0));
	}

	/**
	 * Return an answer in short, having checked that it holds nothing but what an answer
	 * may.
	 */
	public static String shorten(String answer) {
		JsonNode json = mapper.readTree(answer);
		String kind = json.path("k").asString("");
		String id = json.has("i") ? " " + json.get("i") : "";
		List<String> keys = new ArrayList<>(json.propertyNames());
		keys.remove("i");
		if (!"n".equals(kind)) {
			assertThat(keys).containsExactly("k");
			return kind + id;
		}
		assertThat(keys).containsExactly("k", "e", "h");
		assertThat(json.get("e").asString()).isNotBlank();
		assertThat(json.get("h").propertyNames()).containsExactly("vws-code");
		return kind + id + " " + json.get("h").get("vws-code").asString();
	}

	/**
	 * Return a text as JSON.
	 */
	public static String quote(String text) {
		return mapper.writeValueAsString(text);
	}

	/**
	 * Cut the connection.
	 */
	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
