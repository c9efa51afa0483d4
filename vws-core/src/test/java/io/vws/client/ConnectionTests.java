package io.vws.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.vws.client.FakeTransport.Attempt;
import io.vws.log.RecordedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Connection}: how a client comes to a connection and what it does when
 * that ends.
 */
class ConnectionTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private ClientFixture fixture = new ClientFixture();

	private VwsClient client = this.fixture.client;

	private void use(ClientFixture fixture) {
		this.fixture = fixture;
		this.client = fixture.client;
	}

	private ClientState state() {
		return this.client.status().state();
	}

	@Test
	void connectWhenAcceptedThenIsOpen() {
		assertThat(this.client.status()).isEqualTo(new ClientStatus(ClientState.IDLE, this.fixture.time.now(), 0));
		this.fixture.advance(SECOND);
		CompletableFuture<Void> connected = this.client.connect();
		assertThat(this.client.status())
			.isEqualTo(new ClientStatus(ClientState.CONNECTING, ManualScheduler.at(SECOND), 1));
		assertThat(this.fixture.outcome(connected)).isEqualTo("open");
		this.fixture.attempt().accept();
		assertThat(this.client.status()).isEqualTo(new ClientStatus(ClientState.OPEN, ManualScheduler.at(SECOND), 0));
		assertThat(this.fixture.outcome(connected)).isEqualTo("done");
		assertThat(this.fixture.listener.take()).containsExactly("IDLE -> CONNECTING", "CONNECTING -> OPEN");
		assertThat(this.fixture.outcome(this.client.connect())).isEqualTo("done");
		assertThat(this.fixture.transport.hasNext()).isFalse();
	}

	@Test
	void theFirstConnectIsTriedAgainToo() {
		CompletableFuture<Void> connected = this.client.connect();
		this.fixture.attempt().fail();
		assertThat(this.client.status().attempts()).isOne();
		this.fixture.advance(Duration.ofMillis(249));
		assertThat(state()).isEqualTo(ClientState.WAITING);
		this.fixture.advance(Duration.ofMillis(1)); // half of the initial 500 ms
		this.fixture.attempt().refuse(503);
		assertThat(this.client.status().attempts()).isEqualTo(2);
		this.fixture.advance(Duration.ofMillis(500)); // half of twice that
		assertThat(this.fixture.outcome(connected)).isEqualTo("open");
		this.fixture.attempt().accept();
		assertThat(this.fixture.outcome(connected)).isEqualTo("done");
		assertThat(this.fixture.listener.take()).containsExactly("IDLE -> CONNECTING", "CONNECTING -> WAITING",
				"closed 1006, will reconnect", "WAITING -> CONNECTING", "CONNECTING -> WAITING",
				"closed 1006, will reconnect", "WAITING -> CONNECTING", "CONNECTING -> OPEN");
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 300, 301, 302, 307, 308, 399 })
	void aRefusalThatMeansItStopsTheClient(int status) {
		CompletableFuture<Void> connected = this.client.connect();
		CompletableFuture<Void> published = this.client.publish("a", 1);
		ClientSubscription subscription = this.client.subscribe("a", (event) -> {
		});
		try (RecordedLog log = new RecordedLog()) {
			this.fixture.attempt().refuse(status);
			assertThat(log.messages()).containsExactly("The client of ws://shop.example/vws has stopped: "
					+ "The server refused the connection: HTTP status " + status);
		}
		assertThat(state()).isEqualTo(ClientState.CLOSED);
		assertThat(this.fixture.outcome(connected)).isEqualTo("ConnectionRefusedException");
		assertThat(this.fixture.outcome(published)).isEqualTo("ConnectionRefusedException");
		assertThat(this.fixture.outcome(subscription.ready())).isEqualTo("ConnectionRefusedException");
		assertThat(this.fixture.listener.failures).singleElement()
			.isInstanceOfSatisfying(ConnectionRefusedException.class,
					(failure) -> assertThat(failure.code()).isEqualTo(status));
		assertThat(this.fixture.listener.take()).containsExactly("IDLE -> CONNECTING", "CONNECTING -> CLOSED",
				"closed 1006", "failed ConnectionRefusedException");
		this.fixture.advance(Duration.ofMinutes(5));
		assertThat(this.fixture.transport.hasNext()).isFalse();
		assertThat(this.fixture.time.waiting()).isZero();
		assertThat(this.fixture.transport.released).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 200, 400, 404, 407, 408, 429, 500, 502, 503 })
	void anyOtherFailureIsTriedAgain(int status) {
		this.client.connect();
		this.fixture.attempt().refuse(status);
		this.fixture.advance(SECOND);
		this.fixture.reopen();
		assertThat(state()).isEqualTo(ClientState.OPEN);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			code | comes back | half of at most, ms
			1000 | true       | 250
			1001 | true       | 2500
			1002 | true       | 250
			1005 | true       | 2500
			1006 | true       | 2500
			1007 | true       | 250
			1008 | true       | 250
			1009 | true       | 250
			1011 | true       | 250
			1012 | true       | 2500
			1013 | true       | 2500
			3000 | true       | 250
			4000 | true       | 250
			4005 | true       | 250
			4008 | true       | 250
			4013 | true       | 250
			4499 | true       | 250
			4500 | false      |
			4503 | false      |
			4999 | false      |
			5000 | true       | 250
			""")
	void anEndThatNobodyAskedFor(int code, boolean comesBack, Long delay) {
		FakeLink link = this.fixture.open();
		this.fixture.listener.take();
		link.end(code);
		this.fixture.run();
		assertThat(link.ends).isEmpty();
		if (!comesBack) {
			assertThat(this.fixture.listener.take()).containsExactly("OPEN -> CLOSED", "closed " + code,
					"failed ConnectionRefusedException");
			assertThat(this.fixture.listener.failures).singleElement()
				.isInstanceOfSatisfying(ConnectionRefusedException.class,
						(failure) -> assertThat(failure.code()).isEqualTo(code));
			this.fixture.advance(Duration.ofMinutes(5));
			assertThat(this.fixture.transport.hasNext()).isFalse();
			return;
		}
		assertThat(this.fixture.listener.take()).containsExactly("OPEN -> WAITING",
				"closed " + code + ", will reconnect");
		this.fixture.advance(Duration.ofMillis(delay - 1));
		assertThat(state()).isEqualTo(ClientState.WAITING);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(state()).isEqualTo(ClientState.CONNECTING);
	}

	@Test
	void theSpreadIsForTheFirstAttemptOnly() {
		FakeLink link = this.fixture.open();
		link.end(1001);
		this.fixture.advance(Duration.ofMillis(2500));
		this.fixture.attempt().fail();
		this.fixture.advance(Duration.ofMillis(499));
		assertThat(state()).isEqualTo(ClientState.WAITING);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(state()).isEqualTo(ClientState.CONNECTING);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			lasts, s | next delay, ms
			29       | 1000
			30       | 250
			""")
	void theDelaysBeginAnewAfterAStableConnection(int seconds, int delay) {
		this.client.connect();
		this.fixture.attempt().fail();
		this.fixture.advance(SECOND);
		this.fixture.attempt().fail();
		this.fixture.advance(SECOND);
		FakeLink link = this.fixture.reopen();
		this.fixture.advance(Duration.ofSeconds(seconds));
		link.end(4005);
		this.fixture.advance(Duration.ofMillis(delay - 1));
		assertThat(state()).isEqualTo(ClientState.WAITING);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(state()).isEqualTo(ClientState.CONNECTING);
	}

	@Test
	void connectWhenConnectionWasLostThenCompletesWithTheNext() {
		FakeLink link = this.fixture.open();
		CompletableFuture<Void> first = this.client.connect();
		link.end(1006);
		assertThat(this.fixture.outcome(first)).isEqualTo("done");
		CompletableFuture<Void> second = this.client.connect();
		assertThat(this.fixture.outcome(second)).isEqualTo("open");
		this.fixture.advance(Duration.ofSeconds(5));
		this.fixture.reopen();
		assertThat(this.fixture.outcome(second)).isEqualTo("done");
	}

	@Test
	void attemptsAreUsedUp() {
		ReconnectPolicy three = new ReconnectPolicy(true, SECOND, SECOND, 1, 0, 3, SECOND, SECOND);
		use(new ClientFixture((builder) -> builder.reconnect(three)));
		FakeLink link = this.fixture.open();
		link.end(1000);
		CompletableFuture<Void> connected = this.client.connect();
		for (int i = 1; i <= 3; i++) {
			this.fixture.advance(SECOND);
			assertThat(this.client.status().attempts()).isEqualTo(i);
			assertThat(this.fixture.outcome(connected)).isEqualTo("open");
			this.fixture.attempt().fail();
		}
		assertThat(this.fixture.outcome(connected)).isEqualTo("ConnectionRefusedException");
		assertThat(this.fixture.listener.failures).singleElement()
			.isInstanceOfSatisfying(ConnectionRefusedException.class, (failure) -> assertThat(failure.code()).isZero());
		assertThat(state()).isEqualTo(ClientState.CLOSED);
	}

	@Test
	void withoutReconnectTheFirstEndIsTheLast() {
		ReconnectPolicy never = new ReconnectPolicy(false, SECOND, SECOND, 1, 0, 0, SECOND, SECOND);
		use(new ClientFixture((builder) -> builder.reconnect(never)));
		this.fixture.open().end(1001);
		this.fixture.run();
		assertThat(this.fixture.listener.take()).endsWith("OPEN -> CLOSED", "closed 1001",
				"failed ConnectionRefusedException");
		CompletableFuture<Void> connected = this.client.connect();
		this.fixture.attempt().fail();
		assertThat(this.fixture.outcome(connected)).isEqualTo("ConnectionRefusedException");
	}

	@Test
	void eachAttemptHasFreshHeadersFromTheExecutor() {
		List<String> tokens = new ArrayList<>(List.of("TOKEN 1", "TOKEN 2"));
		use(new ClientFixture((builder) -> builder.headers(() -> Map.of("Authorization", tokens.remove(0)))));
		this.client.connect();
		assertThat(tokens).as("not on the caller's thread").hasSize(2);
		Attempt first = this.fixture.attempt();
		assertThat(first.headers()).isEqualTo(Map.of("Authorization", "TOKEN 1"));
		first.accept().end(4005);
		this.fixture.time.advance(Duration.ofMillis(250), () -> {
		});
		assertThat(tokens).as("not on a thread of the client").hasSize(1);
		assertThat(this.fixture.attempt().headers()).isEqualTo(Map.of("Authorization", "TOKEN 2"));
	}

	@Test
	void headersThatCannotBeHadFailTheAttempt() {
		Deque<ConnectHeaders> answers = new ArrayDeque<>(List.of(() -> {
			throw new Exception("TOKEN");
		}, () -> {
			throw new StackOverflowError("TOKEN");
		}, () -> Collections.singletonMap("Authorization", null), () -> Map.of("Bad header", "TOKEN"), Map::of));
		use(new ClientFixture((builder) -> builder.headers(() -> answers.remove().headers())));
		this.client.connect();
		try (RecordedLog log = new RecordedLog()) {
			this.fixture.advance(Duration.ofSeconds(5));
			assertThat(log.messages()).isNotEmpty()
				.noneMatch((line) -> line.contains("TOKEN") || line.contains("TRACE"));
		}
		assertThat(this.fixture.listener.take()).filteredOn("closed 1006, will reconnect"::equals).hasSize(4);
		this.fixture.reopen();
		assertThat(state()).isEqualTo(ClientState.OPEN);
	}

	@Test
	void anAttemptEndsAfterItsTimeout() {
		CompletableFuture<Void> connected = this.client.connect();
		Attempt first = this.fixture.attempt();
		this.fixture.advance(Duration.ofSeconds(10));
		assertThat(state()).isEqualTo(ClientState.WAITING);
		FakeLink late = first.accept();
		assertThat(late.ends).containsExactly("abort");
		first.fail();
		assertThat(state()).isEqualTo(ClientState.WAITING);
		this.fixture.advance(SECOND);
		this.fixture.reopen();
		late.end(4503);
		late.event("a", "1");
		assertThat(this.fixture.outcome(connected)).isEqualTo("done");
		assertThat(state()).isEqualTo(ClientState.OPEN);
	}

	@Test
	void headersThatTakeLongerThanTheAttemptServeTheNext() {
		List<Runnable> hanging = new ArrayList<>();
		int[] asked = { 0 };
		use(new ClientFixture((builder) -> builder.executor(hanging::add).headers(() -> {
			asked[0]++;
			return Map.of("Authorization", "late");
		})));
		this.client.connect();
		for (int i = 0; i < 5; i++) {
			this.fixture.advance(Duration.ofSeconds(41));
		}
		assertThat(state()).isEqualTo(ClientState.CONNECTING);
		List.copyOf(hanging).forEach(Runnable::run);
		assertThat(asked[0]).isOne();
		assertThat(this.fixture.transport.next().headers()).containsEntry("Authorization", "late");
		assertThat(this.fixture.transport.hasNext()).as("for an attempt that is over").isFalse();
	}

	@Test
	void closeWhenOpenThenEndsTheConnection() {
		FakeLink link = this.fixture.open();
		this.fixture.listener.take();
		this.client.close();
		this.client.close();
		this.fixture.run();
		assertThat(link.ends).containsExactly("close 1000");
		assertThat(this.fixture.listener.take()).containsExactly("OPEN -> CLOSED", "closed 1000");
		link.end(1000);
		this.fixture.advance(Duration.ofMinutes(5));
		assertThat(link.ends).containsExactly("close 1000");
		assertThat(this.fixture.time.waiting()).isZero();
		assertThat(this.fixture.listener.take()).isEmpty();
		assertThat(this.fixture.transport.hasNext()).isFalse();
		assertThat(this.fixture.transport.released).isOne();
	}

	@Test
	void closeWhenServerDoesNotAnswerThenCutsTheConnection() {
		FakeLink link = this.fixture.open();
		this.client.close();
		this.fixture.advance(Duration.ofSeconds(5));
		assertThat(link.ends).containsExactly("close 1000", "abort");
	}

	@Test
	void closeWhenConnectingThenNothingComesOfIt() {
		CompletableFuture<Void> connected = this.client.connect();
		Attempt attempt = this.fixture.attempt();
		this.client.close();
		assertThat(this.fixture.outcome(connected)).isEqualTo("ClientClosedException");
		assertThat(attempt.accept().ends).containsExactly("abort");
		assertThat(state()).isEqualTo(ClientState.CLOSED);
		assertThat(this.fixture.time.waiting()).isZero();
	}

	@Test
	void closeWhenAskingForHeadersThenDoesNotConnect() {
		this.client.connect();
		this.client.close();
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(state()).isEqualTo(ClientState.CLOSED);
		assertThat(this.fixture.transport.hasNext()).isFalse();
	}

	@Test
	void closeWhenWaitingThenDoesNotConnect() {
		CompletableFuture<Void> connected = this.client.connect();
		this.fixture.attempt().fail();
		this.client.close();
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.outcome(connected)).isEqualTo("ClientClosedException");
		assertThat(this.fixture.transport.hasNext()).isFalse();
	}

	@Test
	void closeWhenIdleThenIsClosed() {
		this.client.close();
		this.fixture.run();
		assertThat(this.fixture.listener.take()).containsExactly("IDLE -> CLOSED", "closed 1000");
	}

	@Test
	void connectWhenClosedThenStartsAgain() {
		this.fixture.open();
		this.client.close();
		this.fixture.open();
		assertThat(state()).isEqualTo(ClientState.OPEN);
	}

	@Test
	void aConnectionThatIsReplacedHasNoSay() {
		FakeLink old = this.fixture.open();
		FakeLink link = this.fixture.cut(old);
		Received received = this.fixture.subscribed(link, "a");
		old.event("a", "1");
		old.end(4503);
		old.pong();
		this.fixture.run();
		assertThat(received.events).isEmpty();
		assertThat(state()).isEqualTo(ClientState.OPEN);
	}

	@Test
	void theLogSaysWhatHappensWithoutTheQuery() {
		try (RecordedLog log = new RecordedLog()) {
			this.fixture.open().end(1001);
			this.fixture.run();
			assertThat(log.messages()).containsExactly("Connected to ws://shop.example/vws",
					"No connection to ws://shop.example/vws (1001 Because), next attempt in 2500 ms");
		}
	}

}
