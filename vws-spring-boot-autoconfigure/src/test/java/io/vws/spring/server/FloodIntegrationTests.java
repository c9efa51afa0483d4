package io.vws.spring.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vws.test.RawFrame;
import io.vws.test.RawWebSocket;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a client that sends more than it may, while another one is served.
 */
@Tag("one-jdk")
@Timeout(120)
class FloodIntegrationTests {

	private static final int SUBSCRIPTIONS = 100_000;

	private static final int LIMIT = 1000;

	@Test
	void hundredThousandSubscriptionsAreRefusedBeyondTheLimitWhileAnotherClientIsServed() throws Exception {
		try (VwsTestApplication app = VwsTestApplication.start(Metered.class);
				TestPeer flooding = app.connect();
				Service other = new Service(app.connect())) {
			CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> flood(flooding.socket()));
			for (int i = 0; i < SUBSCRIPTIONS; i++) {
				String expected = (i < LIMIT) ? "a " + i : "n " + i + " too-many-subscriptions";
				assertThat(TestPeer.shorten(flooding.next())).isEqualTo(expected);
			}
			sent.get();
			assertThat(other.end()).isPositive();
			assertThat(count(app, "vws.requests.refused", "too-many-subscriptions")).isEqualTo(SUBSCRIPTIONS - LIMIT);
			assertThat(app.server().connections()).extracting((connection) -> connection.patterns().size())
				.containsExactlyInAnyOrder(LIMIT, 0);
			assertThat(flooding.untilFence()).isEmpty();
		}
	}

	@Test
	void hundredThousandSubscriptionsEndTheConnectionWith4500WhileAnotherClientIsServed() throws Exception {
		try (VwsTestApplication app = VwsTestApplication.start(Metered.class, "vws.server.rate.nacks-per-second=10");
				TestPeer flooding = app.connect();
				Service other = new Service(app.connect())) {
			CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> flood(flooding.socket()));
			for (int i = 0; i < LIMIT; i++) {
				assertThat(TestPeer.shorten(flooding.next())).isEqualTo("a " + i);
			}
			CompletableFuture.runAsync(() -> readToTheEnd(flooding.socket()));
			await().until(() -> count(app, "vws.connections.closed", "4500") == 1);
			await().until(() -> app.server().connections().size() == 1);
			assertThat(other.end()).isPositive();
			assertThat(app.server().connections()).allMatch((connection) -> connection.patterns().isEmpty());
			flooding.socket().close();
			sent.get();
		}
	}

	@Test
	void refusalsUpToTheLimitAreAnsweredAndOneMoreEndsTheConnectionWith4500() throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(Metered.class, "vws.server.rate.nacks-per-second=1",
				"vws.server.rate.burst=60s"); TestPeer peer = app.connect()) {
			for (int i = 0; i < 60; i++) {
				assertThat(peer.ask("{\"k\":\"x\",\"i\":" + i + "}")).isEqualTo("n " + i + " unsupported");
			}
			assertThat(askUntilClosed(peer)).isEqualTo(4500);
			assertThat(count(app, "vws.connections.closed", "4500")).isEqualTo(1);
		}
	}

	@Test
	void messagesAboveTheRateAreRefusedAnd4013EndsTheConnectionWhenThatLasts() throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(Metered.class, "vws.server.rate.messages-per-second=1",
				"vws.server.rate.burst=3s"); TestPeer peer = app.connect(); TestPeer other = app.connect()) {
			for (int i = 1; i <= 3; i++) {
				peer.send("{\"k\":\"u\",\"i\":" + i + "}");
				assertThat(TestPeer.shorten(peer.next())).isEqualTo("a " + i);
			}
			assertThat(askUntilClosed(peer)).isEqualTo(4013);
			assertThat(other.untilFence()).isEmpty();
			assertThat(count(app, "vws.requests.refused", "rate-limited")).isPositive();
			assertThat(count(app, "vws.connections.closed", "4013")).isEqualTo(1);
		}
	}

	@Test
	void bytesAboveTheRateAreRefused() throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(Metered.class, "vws.server.max-message-size=1000B",
				"vws.server.rate.bytes-per-second=100B");
				TestPeer peer = app.connect();
				TestPeer other = app.connect()) {
			assertThat(peer.ask(request(1, 900))).isEqualTo("a 1"); // and some more for
																	// the fence
			peer.send(request(2, 1000));
			assertThat(TestPeer.shorten(peer.next())).isEqualTo("n 2 rate-limited");
			assertThat(other.ask(request(3, 900))).isEqualTo("a 3");
			assertThat(count(app, "vws.requests.refused", "rate-limited")).isEqualTo(1);
		}
	}

	private static String request(int id, int bytes) {
		String request = "{\"k\":\"u\",\"i\":" + id + "}";
		return request + " ".repeat(bytes - request.length());
	}

	/** Send one wrong request after the other. */
	private static int askUntilClosed(TestPeer peer) throws IOException {
		while (true) {
			peer.send("{\"k\":\"x\",\"i\":1}");
			RawFrame frame = peer.socket().readFrame();
			assertThat(frame).isNotNull();
			if (frame.opcode() == RawFrame.CLOSE) {
				return frame.closeCode();
			}
		}
	}

	/** Returns when all is sent or the connection has ended. */
	private static void flood(RawWebSocket socket) {
		try {
			for (int i = 0; i < SUBSCRIPTIONS; i += 100) {
				ByteArrayOutputStream requests = new ByteArrayOutputStream();
				for (int j = i; j < i + 100; j++) {
					String request = "{\"k\":\"s\",\"t\":\"t/" + j + "\",\"i\":" + j + "}";
					requests.writeBytes(RawWebSocket.frame(0x81, request.getBytes(StandardCharsets.UTF_8)));
				}
				socket.sendRaw(requests.toByteArray());
			}
		}
		catch (IOException ex) {
			// The server has ended the connection.
		}
	}

	private static void readToTheEnd(RawWebSocket socket) {
		try {
			socket.readCloseCode();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static double count(VwsTestApplication app, String meter, String code) {
		return app.bean(MeterRegistry.class).counter(meter, "code", code).count();
	}

	/** A client that asks one request after the other. */
	private static final class Service implements AutoCloseable {

		private final TestPeer peer;

		private final AtomicBoolean done = new AtomicBoolean();

		private final CompletableFuture<Integer> served;

		Service(TestPeer peer) {
			this.peer = peer;
			this.served = CompletableFuture.supplyAsync(this::serve);
		}

		private int serve() {
			int answers = 0;
			try {
				while (!this.done.get()) {
					assertThat(this.peer.ask("{\"t\":\"a\",\"d\":1,\"i\":1}")).isEqualTo("a 1");
					answers++;
				}
				return answers;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** Return the number of answers. */
		int end() throws Exception {
			this.done.set(true);
			return this.served.get();
		}

		@Override
		public void close() throws IOException {
			this.peer.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Metered {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
