package io.vws.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application sees of a server that does everything wrong.
 */
class HostileServerIntegrationTests {

	private static final ReconnectPolicy QUICK = new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMillis(50),
			2, 1, 0, Duration.ofSeconds(30), Duration.ofMillis(1));

	private final RecordingClientListener listener = new RecordingClientListener();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private ScriptedServer server;

	private VwsClient client;

	@BeforeEach
	void start() throws IOException {
		this.server = new ScriptedServer();
		this.client = builder().build();
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.server.close();
	}

	private VwsClientBuilder builder() {
		return VwsClient.builder(this.server.url()).reconnect(QUICK).listener(this.listener);
	}

	private void use(VwsClientBuilder builder) {
		this.client.close();
		this.client = builder.build();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
	}

	private void awaitTold(String event) {
		await().until(() -> this.listener.told.contains(event));
	}

	private static String outcome(CompletableFuture<?> future) throws Exception {
		try {
			future.orTimeout(30, TimeUnit.SECONDS).join();
			return "done";
		}
		catch (CompletionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			assertThat(cause).isNotInstanceOf(TimeoutException.class);
			return cause.getClass().getSimpleName();
		}
	}

	/** Connect, with an active subscription to everything. */
	private ServerPeer open() throws Exception {
		CompletableFuture<Void> connected = this.client.connect();
		ServerPeer peer = this.server.open();
		assertThat(outcome(connected)).isEqualTo("done");
		ClientSubscription all = this.client.subscribe("#",
				(event) -> this.events.add(event.topic() + "=" + event.json()));
		peer.ackNext();
		assertThat(outcome(all.ready())).isEqualTo("done");
		return peer;
	}

	/** The client is there and works. */
	private void assertThatItWorks(ServerPeer peer) throws Exception {
		CompletableFuture<Void> published = this.client.publish("ping", 1);
		JsonNode request = peer.next();
		assertThat(request.get("t").asString()).isEqualTo("ping");
		peer.event("works", "1");
		peer.ack(request);
		assertThat(outcome(published)).isEqualTo("done");
		await().until(() -> this.events.contains("works=1"));
	}

	@Test
	void garbageAndUnknownKindsAndWrongIdsAreIgnored() throws Exception {
		ServerPeer peer = open();
		CompletableFuture<Void> published = this.client.publish("a", 1);
		JsonNode request = peer.next();
		for (String garbage : List.of("", "x", "{", "null", "[1]", "{\"t\":7}", "{\"t\":\"a/+\",\"d\":1}",
				"{\"k\":\"x\",\"i\":2}", "{\"k\":\"a\"}", "{\"k\":\"n\"}", "{\"k\":\"a\",\"i\":\"2\"}",
				"{\"k\":\"n\",\"i\":99}", "{\"k\":\"a\",\"i\":1}", "{\"k\":\"a\",\"i\":2.0}")) {
			peer.text(garbage);
			peer.frame(true, ServerPeer.BINARY, garbage.getBytes(StandardCharsets.UTF_8));
		}
		peer.frame(true, ServerPeer.BINARY, new byte[] { (byte) 0xFF, (byte) 0xFE });
		peer.event("a", "1");
		await().until(() -> this.events.contains("a=1"));
		assertThat(published).isNotDone();
		peer.ack(request);
		peer.ack(request);
		peer.text("{\"k\":\"n\",\"i\":" + request.get("i") + "}");
		assertThat(outcome(published)).isEqualTo("done");
		assertThatItWorks(peer);
		assertThat(this.server.hasNext()).isFalse();
		assertThat(this.listener.failures).isEmpty();
	}

	@Test
	void aMessageInPartsWithPingsBetweenIsOne() throws Exception {
		ServerPeer peer = open();
		byte[] message = "{\"t\":\"a\",\"d\":\"\u20ac\"}".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < message.length; i++) {
			peer.frame(i == message.length - 1, (i == 0) ? ServerPeer.TEXT : ServerPeer.CONTINUATION,
					new byte[] { message[i] });
			peer.frame(true, ServerPeer.PING, new byte[] { 1 });
		}
		await().until(() -> this.events.contains("a=\"\u20ac\""));
		assertThatItWorks(peer);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			code | told                       | comes back
			1000 | closed 1000, will reconnect| true
			1001 | closed 1001, will reconnect| true
			1002 | closed 1002, will reconnect| true
			1003 | closed 1003, will reconnect| true
			1007 | closed 1007, will reconnect| true
			1008 | closed 1008, will reconnect| true
			1009 | closed 1009, will reconnect| true
			1010 | closed 1006, will reconnect| true
			1011 | closed 1011, will reconnect| true
			1012 | closed 1012, will reconnect| true
			1013 | closed 1013, will reconnect| true
			1014 | closed 1014, will reconnect| true
			3000 | closed 3000, will reconnect| true
			4005 | closed 4005, will reconnect| true
			4008 | closed 4008, will reconnect| true
			4013 | closed 4013, will reconnect| true
			4499 | closed 4499, will reconnect| true
			4500 | closed 4500                | false
			4503 | closed 4503                | false
			4999 | closed 4999                | false
			5000 | closed 5000, will reconnect| true
			0    | closed 1006, will reconnect| true
			999  | closed 1006, will reconnect| true
			1005 | closed 1006, will reconnect| true
			1006 | closed 1006, will reconnect| true
			1015 | closed 1006, will reconnect| true
			""")
	void everyCloseCode(int code, String told, boolean comesBack) throws Exception {
		ServerPeer peer = open();
		CompletableFuture<Void> published = this.client.publish("a", 1);
		peer.next();
		peer.close(code, "Because");
		assertThat(outcome(published)).isEqualTo("UnknownOutcomeException");
		awaitTold(told);
		if (comesBack) {
			ServerPeer next = this.server.open();
			assertThat(next.ackNext().get("t").asString()).isEqualTo("#");
			awaitTold("gap #");
			assertThatItWorks(next);
		}
		else {
			awaitTold("failed ConnectionRefusedException");
			assertThat(this.client.status().state()).isEqualTo(ClientState.CLOSED);
			assertThat(outcome(this.client.publish("a", 1))).isEqualTo("ConnectionRefusedException");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "close frame without code", "close frame with half a code", "drop", "reset",
			"masked frame", "reserved bit", "unknown opcode", "bad UTF-8", "stray continuation", "long ping", "http" })
	void everyOtherEnd(String end) throws Exception {
		ServerPeer peer = open();
		switch (end) {
			case "close frame without code" -> peer.frame(true, ServerPeer.CLOSE, new byte[0]);
			case "close frame with half a code" -> peer.frame(true, ServerPeer.CLOSE, new byte[1]);
			case "drop" -> peer.drop();
			case "reset" -> peer.reset();
			case "masked frame" -> peer.raw(new byte[] { (byte) 0x81, (byte) 0x81, 1, 2, 3, 4, 5 });
			case "reserved bit" -> peer.rawFrame(0xF1, new byte[1]);
			case "unknown opcode" -> peer.rawFrame(0x83, new byte[1]);
			case "bad UTF-8" -> peer.frame(true, ServerPeer.TEXT, new byte[] { (byte) 0xFF });
			case "stray continuation" -> peer.frame(true, ServerPeer.CONTINUATION, new byte[1]);
			case "long ping" -> peer.frame(true, ServerPeer.PING, new byte[126]);
			default -> peer.raw("HTTP/1.1 200 OK\r\n\r\n");
		}
		awaitTold(
				end.equals("close frame without code") ? "closed 1005, will reconnect" : "closed 1006, will reconnect");
		ServerPeer next = this.server.open();
		next.ackNext();
		awaitTold("gap #");
		assertThatItWorks(next);
	}

	/**
	 * Symptom: a connection that ended without a close frame while the JDK passed a
	 * message on stayed open for the client until the next ping was not answered.
	 */
	@Test
	void anEndWhileAMessageIsPassedOn() throws Exception {
		use(builder().executor(Runnable::run));
		ServerPeer peer = open();
		CountDownLatch passing = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		ClientSubscription holding = this.client.subscribe("hold", (event) -> {
			passing.countDown();
			ended.await(30, TimeUnit.SECONDS);
		});
		peer.ackNext();
		assertThat(outcome(holding.ready())).isEqualTo("done");
		peer.event("hold", "1");
		assertThat(passing.await(30, TimeUnit.SECONDS)).isTrue();
		peer.drop();
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> true); // the JDK
																				// reads
																				// the end
		ended.countDown();
		Awaitility.await().atMost(Duration.ofSeconds(15)).until(this.server::hasNext);
		awaitTold("closed 1006, will reconnect");
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 301, 302, 307, 308 })
	void aRefusalThatMeansIt(int status) throws Exception {
		try (ScriptedServer elsewhere = new ScriptedServer()) {
			use(builder().headers(() -> Map.of("Authorization", "Bearer TOKEN")));
			CompletableFuture<Void> connected = this.client.connect();
			ServerPeer peer = this.server.next();
			assertThat(peer.header("Authorization")).isEqualTo("Bearer TOKEN");
			peer.refuse(status, "Location: http://127.0.0.1:" + elsewhere.port() + "/", "WWW-Authenticate: Basic");
			assertThat(outcome(connected)).isEqualTo("ConnectionRefusedException");
			awaitTold("failed ConnectionRefusedException");
			assertThat(this.listener.failures).singleElement()
				.isInstanceOfSatisfying(ConnectionRefusedException.class,
						(failure) -> assertThat(failure.code()).isEqualTo(status));
			assertThat(elsewhere.hasNext()).isFalse();
			assertThat(this.server.hasNext()).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "404", "407", "500", "503", "200", "no HTTP", "wrong key", "drop", "reset", "silence",
			"half an answer" })
	void anyOtherRefusalIsTriedAgain(String refusal) throws Exception {
		use(builder().connectTimeout(Duration.ofMillis(500)));
		CompletableFuture<Void> connected = this.client.connect();
		ServerPeer peer = this.server.next();
		switch (refusal) {
			case "no HTTP" -> peer.raw("hello\r\n\r\n");
			case "wrong key" ->
				peer.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
						+ "Sec-WebSocket-Accept: AAAA\r\n\r\n");
			case "drop" -> peer.drop();
			case "reset" -> peer.reset();
			case "silence" -> {
			}
			case "half an answer" -> peer.raw("HTTP/1.1 101 Swi");
			default -> peer.refuse(Integer.parseInt(refusal));
		}
		awaitTold("closed 1006, will reconnect");
		await().until(() -> connected.isDone() || openIfAlive());
		assertThat(outcome(connected)).isEqualTo("done");
	}

	/**
	 * The JDK tries a connection that was dropped again by itself, and may have left it.
	 */
	private boolean openIfAlive() throws Exception {
		try {
			if (this.server.hasNext()) {
				this.server.open();
			}
		}
		catch (IOException ex) {
			// the client has given up that one
		}
		return false;
	}

	@Test
	void nobodyThereIsTriedAgain() throws Exception {
		int port = this.server.port();
		this.server.close();
		CompletableFuture<Void> connected = this.client.connect();
		awaitTold("closed 1006, will reconnect");
		assertThat(connected).isNotDone();
		assertThat(port).isPositive();
		this.client.close();
		assertThat(outcome(connected)).isEqualTo("ClientClosedException");
	}

	@Test
	void answersThatAreLateOrNeverCome() throws Exception {
		use(builder().requestTimeout(Duration.ofSeconds(1)));
		ServerPeer peer = open();
		CompletableFuture<Void> late = this.client.publish("a", 1);
		CompletableFuture<Void> never = this.client.publish("a", 2);
		ClientSubscription subscription = this.client.subscribe("b", (event) -> {
		});
		JsonNode request = peer.next();
		assertThat(outcome(late)).isEqualTo("RequestTimeoutException");
		peer.ack(request);
		assertThat(outcome(never)).isEqualTo("RequestTimeoutException");
		assertThat(peer.next().get("d").asInt()).isEqualTo(2);
		assertThat(peer.next().get("k").asString()).isEqualTo("s");
		assertThat(peer.ackNext().get("k").asString()).isEqualTo("s"); // tried again
		assertThat(outcome(subscription.ready())).isEqualTo("done");
		assertThatItWorks(peer);
	}

	@Test
	void aServerThatStallsIsLeft() throws Exception {
		use(builder().pingInterval(Duration.ofMillis(200)).pongTimeout(Duration.ofMillis(500)).queueBytes(100_000));
		ServerPeer stalled = open();
		String payload = "x".repeat(50_000);
		int taken = 0;
		while (this.client.send("a", payload)) {
			taken++;
		}
		assertThat(taken).isPositive();
		CompletableFuture<Void> published = this.client.publish("a", payload);
		assertThat(outcome(published)).isEqualTo("QueueFullException");
		awaitTold("closed 4012, will reconnect");
		ServerPeer next = this.server.open();
		assertThat(next.ackNext().get("t").asString()).isEqualTo("#");
		awaitTold("gap #");
		stalled.drop();
	}

	@Test
	void aServerThatAnswersPingsIsKept() throws Exception {
		use(builder().pingInterval(Duration.ofMillis(20)).pongTimeout(Duration.ofSeconds(20)));
		ServerPeer peer = open();
		for (int i = 0; i < 5; i++) {
			ServerPeer.Frame frame = peer.readFrame();
			assertThat(frame).isNotNull();
			assertThat(frame.opcode()).isEqualTo(ServerPeer.PING);
			peer.frame(true, ServerPeer.PONG, frame.payload());
		}
		assertThat(this.server.hasNext()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "one frame", "many frames", "binary", "endless frame" })
	void aMessageThatIsTooBigEndsTheConnection(String form) throws Exception {
		use(builder().maxMessageBytes(100_000));
		ServerPeer peer = open();
		peer.event("a", "\"" + "x".repeat(99_000) + "\"");
		await().until(() -> this.events.size() == 1);
		byte[] part = new byte[50_001];
		switch (form) {
			case "one frame" -> peer.frame(true, ServerPeer.TEXT, new byte[100_001]);
			case "many frames" -> {
				peer.frame(false, ServerPeer.TEXT, part);
				peer.frame(false, ServerPeer.CONTINUATION, part);
			}
			case "binary" -> {
				peer.frame(false, ServerPeer.BINARY, part);
				peer.frame(true, ServerPeer.CONTINUATION, part);
			}
			default -> {
				peer.beginFrame(Long.MAX_VALUE);
				peer.raw(part);
				peer.raw(part);
			}
		}
		awaitTold("closed 1009, will reconnect");
		assertThat(peer.readCloseCode()).as("the JDK leaves 1009 to servers").isEqualTo(1008);
		ServerPeer next = this.server.open();
		next.ackNext();
		assertThatItWorks(next);
	}

	@Test
	void aLargeMessageArrivesWhole() throws Exception {
		ServerPeer peer = open();
		String text = "\u20ac\uD83D\uDE00x".repeat(30_000);
		CompletableFuture<Void> published = this.client.publish("a", text);
		JsonNode request = peer.next();
		assertThat(request.get("d").asString()).isEqualTo(text);
		peer.ack(request);
		assertThat(outcome(published)).isEqualTo("done");
	}

	@Test
	void closeSaysGoodByeAfterTheLastMessage() throws Exception {
		ServerPeer peer = open();
		for (int i = 0; i < 100; i++) {
			this.client.send("a", i);
		}
		this.client.close();
		for (int i = 0; i < 100; i++) {
			assertThat(peer.next().get("d").asInt()).isEqualTo(i);
		}
		assertThat(peer.readCloseCode()).isEqualTo(1000);
		assertThat(this.server.hasNext()).isFalse();
	}

	@Test
	void aServerThatEndsEveryConnectionAtOnceIsNotHammered() throws Exception {
		this.client.connect();
		for (int i = 0; i < 10; i++) {
			this.server.open().close(1000, "");
		}
		await().until(() -> this.listener.told.stream().filter("closed 1000, will reconnect"::equals).count() == 10);
		open();
	}

}
