package io.vws.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server's side of a connection, which the test plays. The socket takes messages at
 * once unless the test says otherwise.
 */
final class FakeLink implements ClientLink {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final LinkListener listener;

	private final List<String> sent = new ArrayList<>();

	private final List<CompletableFuture<Void>> stuck = new ArrayList<>();

	/** What was done to the connection, such as {@code close 1000}. */
	final List<String> ends = new ArrayList<>();

	int pings;

	/** Whether the socket keeps what it is given to itself. */
	boolean stalls;

	/** Whether the socket takes nothing. */
	boolean broken;

	private int seen;

	FakeLink(LinkListener listener) {
		this.listener = listener;
	}

	@Override
	public synchronized CompletionStage<?> send(String text) {
		assertThat(this.stuck).as("messages before " + text).isEmpty();
		assertThat(this.ends).as("end before " + text).isEmpty();
		if (this.broken) {
			return CompletableFuture.failedFuture(new IOException("Output closed"));
		}
		this.sent.add(text);
		CompletableFuture<Void> done = new CompletableFuture<>();
		if (this.stalls) {
			this.stuck.add(done);
		}
		else {
			done.complete(null);
		}
		return done;
	}

	@Override
	public void ping() {
		this.pings++;
	}

	@Override
	public void close(int code, String reason) {
		this.ends.add("close " + code);
	}

	@Override
	public void abort() {
		this.ends.add("abort");
	}

	/** The socket takes the message that it was given last. */
	void take() {
		this.stuck.remove(0).complete(null);
	}

	/** The socket takes what it has, if that is anything. */
	void takeIfStuck() {
		if (!this.stuck.isEmpty()) {
			take();
		}
	}

	/** The socket fails with the message that it was given last. */
	void failToTake() {
		this.broken = true;
		this.stuck.remove(0).completeExceptionally(new IOException("Broken pipe"));
	}

	/** All messages that were sent and not looked at yet. */
	synchronized List<String> sent() {
		List<String> news = List.copyOf(this.sent.subList(this.seen, this.sent.size()));
		this.seen = this.sent.size();
		return news;
	}

	/** The next message that was sent. */
	synchronized JsonNode next() {
		assertThat(this.sent).as("messages").hasSizeGreaterThan(this.seen);
		return MAPPER.readTree(this.sent.get(this.seen++));
	}

	void receive(String message) {
		this.listener.text(message, true);
	}

	void receive(String part, boolean last) {
		this.listener.text(part, last);
	}

	void receive(byte[] part, boolean last) {
		this.listener.binary(ByteBuffer.wrap(part), last);
	}

	void event(String topic, String json) {
		receive("{\"t\":\"" + topic + "\",\"d\":" + json + "}");
	}

	void ack(JsonNode request) {
		receive("{\"k\":\"a\",\"i\":" + request.get("i") + "}");
	}

	void nack(JsonNode request, String code, String text) {
		receive("{\"k\":\"n\",\"i\":" + request.get("i") + ",\"e\":\"" + text + "\",\"h\":{\"vws-code\":\"" + code
				+ "\"}}");
	}

	/** Take the next message and acknowledge it. */
	JsonNode ackNext() {
		JsonNode request = next();
		ack(request);
		return request;
	}

	void pong() {
		this.listener.pong();
	}

	/** The server ends the connection, or somebody between. */
	void end(int code) {
		this.listener.ended(code, (code == 1006) ? "" : "Because");
	}

}
