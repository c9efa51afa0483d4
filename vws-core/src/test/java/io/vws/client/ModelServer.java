package io.vws.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.vws.client.FakeTransport.Attempt;
import io.vws.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that keeps to the protocol but answers when it likes, refuses what it likes,
 * and ends connections, as a seed says; and what it knows about the client afterwards.
 */
final class ModelServer {

	private static final List<String> CODES = List.of("busy", "internal", "forbidden");

	private static final int[] ENDS = { 1000, 1001, 1006, 1012, 4005, 4013 };

	private final Random random;

	private final ClientFixture fixture;

	/** Patterns on the connection. */
	final Set<String> subscribed = new LinkedHashSet<>();

	/** What each payload of a client was answered; {@code lost} if nothing. */
	final Map<Integer, String> published = new HashMap<>();

	private final List<JsonNode> unanswered = new ArrayList<>();

	private final Set<Long> ids = new HashSet<>();

	@Nullable FakeLink link;

	/** From now on it does what it should. */
	boolean nice;

	/** All events, sent to the client or not; the number of one is its place. */
	final List<Happened> events = new ArrayList<>();

	ModelServer(ClientFixture fixture, Random random) {
		this.fixture = fixture;
		this.random = random;
	}

	/** Do one thing. */
	void step() {
		takeAttempt();
		FakeLink link = this.link;
		if (link == null) {
			happen();
			return;
		}
		if (!link.ends.isEmpty()) {
			end(link, 1006);
			return;
		}
		readAll(link);
		switch (this.nice ? 0 : this.random.nextInt(20)) {
			case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> answer(link);
			case 10, 11, 12, 13, 14, 15 -> happen();
			case 16 -> stall(link);
			case 17 -> forgetToAnswer();
			case 18 -> link.pong();
			default -> {
				if (this.random.nextInt(4) == 0) {
					end(link, ENDS[this.random.nextInt(ENDS.length)]);
				}
			}
		}
		if (this.nice) {
			link.pong();
			unstall(link);
		}
	}

	private void takeAttempt() {
		this.fixture.run();
		while (this.fixture.transport.hasNext()) {
			Attempt attempt = this.fixture.transport.next();
			if (!this.nice && this.random.nextInt(3) == 0) {
				attempt.fail();
			}
			else {
				FakeLink accepted = attempt.accept();
				if (accepted.ends.isEmpty()) {
					if (this.link != null) {
						readAll(this.link);
					}
					this.link = accepted;
					this.subscribed.clear();
					this.unanswered.clear();
				}
			}
			this.fixture.run();
		}
	}

	private void end(FakeLink link, int code) {
		readAll(link);
		this.link = null;
		this.subscribed.clear();
		this.unanswered.clear();
		link.end(code);
	}

	/** What is written is there, whether it is answered or not. */
	private void readAll(FakeLink link) {
		for (String text : link.sent()) {
			JsonNode message = JsonMapper.shared().readTree(text);
			if (message.has("i")) {
				assertThat(this.ids.add(message.get("i").asLong())).as("id is new: " + text).isTrue();
				this.unanswered.add(message);
			}
			if (!message.has("k")) {
				String before = this.published.put(message.get("d").asInt(), "lost");
				assertThat(before).as("written twice: " + text).isNull();
			}
		}
	}

	/** Answer the oldest request, in one of the ways in which a server may. */
	private void answer(FakeLink link) {
		while (!this.unanswered.isEmpty()) {
			JsonNode request = this.unanswered.remove(0);
			boolean refuse = !this.nice && !isEnd(request) && this.random.nextInt(5) == 0;
			String code = refuse ? CODES.get(this.random.nextInt(CODES.size())) : "";
			if (!request.has("k")) {
				this.published.put(request.get("d").asInt(), code.isEmpty() ? "done" : "refused " + code + ": No");
			}
			else if (code.isEmpty()) {
				change(request);
			}
			if (code.isEmpty()) {
				link.ack(request);
			}
			else {
				link.nack(request, code, "No");
			}
			if (!this.nice && this.random.nextInt(10) == 0) {
				link.ack(request); // twice
			}
			if (!this.nice) {
				return;
			}
		}
	}

	/** Subscriptions may be made then, and they end. */
	private void forgetToAnswer() {
		this.unanswered.stream()
			.filter((request) -> isEnd(request) || (request.has("k") && this.random.nextBoolean()))
			.forEach(this::change);
		this.unanswered.clear();
	}

	private static boolean isEnd(JsonNode request) {
		return request.path("k").asString("").equalsIgnoreCase("u");
	}

	private void change(JsonNode request) {
		switch (request.get("k").asString()) {
			case "s" -> this.subscribed.add(request.get("t").asString());
			case "u" -> this.subscribed.remove(request.get("t").asString());
			default -> this.subscribed.clear();
		}
	}

	/** There is an event, and who is subscribed gets it. */
	private void happen() {
		String topic = List.of("a", "a/b", "b/c", "c").get(this.random.nextInt(4));
		FakeLink link = this.link;
		this.events.add(new Happened(topic, this.fixture.time.now()));
		if (link != null
				&& this.subscribed.stream().anyMatch((pattern) -> TopicPattern.parse(pattern).matches(topic))) {
			link.event(topic, Integer.toString(this.events.size() - 1));
		}
	}

	private void stall(FakeLink link) {
		if (link.stalls) {
			unstall(link);
		}
		else {
			link.stalls = true;
		}
	}

	private static void unstall(FakeLink link) {
		link.stalls = false;
		link.takeIfStuck();
	}

	/**
	 * An event.
	 *
	 * @param at when it was
	 */
	record Happened(String topic, Instant at) {
	}

}
