package io.vws.spring.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.server.ServerListener;
import io.vws.server.VwsConnection;
import io.vws.server.VwsServer;
import io.vws.test.HttpAnswer;
import io.vws.test.LogAssertions;
import io.vws.test.RawFrame;
import io.vws.test.ReadingPeer;
import io.vws.test.RecordingListener;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the stop of an application whose peers are connected.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ShutdownIntegrationTests {

	@Test
	void stopSendsWhatWaitsThenSaysGoodbye(CapturedOutput output) throws Exception {
		VwsTestApplication app = VwsTestApplication.start(RecordingListener.class, "vws.server.queue.max-bytes=64MB",
				"vws.server.shutdown-timeout=40s", "vws.server.write-timeout=40s");
		RecordingListener listener = app.bean(RecordingListener.class);
		VwsServer server = app.server();
		int port = app.port();
		try (app;
				TestPeer idle = app.connect();
				TestPeer busy = new TestPeer(Upgrade.to(port).bufferSize(4096).open())) {
			idle.subscribe("idle");
			busy.subscribe("all/#");
			VwsConnection connection = server.connections()
				.stream()
				.filter((open) -> open.patterns().contains("all/#"))
				.findAny()
				.orElseThrow();
			int published = 0;
			while (connection.queuedMessages() < 500) {
				app.bus().publish("all/1", ReadingPeer.payload(published++, 4000));
			}
			CompletableFuture<Void> stop = CompletableFuture.runAsync(app::close);
			await().until(() -> CloseReason.RESTARTING.equals(server.refusal()));
			assertThat(goodbye(idle)).isEqualTo(1001);
			refusesNewcomers(port);
			busy.send("{\"t\":\"x\",\"d\":1,\"i\":1}");
			busy.send("{\"k\":\"s\",\"t\":\"y\",\"i\":2}");
			busy.send("{\"t\":\"x\",\"d\":1}");
			await().until(() -> listener.refused().size() == 3);
			List<String> messages = new ArrayList<>();
			for (int i = 0; i < published + 2; i++) {
				messages.add(busy.next());
			}
			assertThat(messages.subList(published, published + 2)).extracting(TestPeer::shorten)
				.containsExactly("n 1 shutting-down", "n 2 shutting-down");
			assertThat(messages.subList(0, published)).extracting(ReadingPeer::number)
				.isSorted()
				.doesNotHaveDuplicates();
			assertThat(goodbye(busy)).isEqualTo(1001);
			stop.get(30, TimeUnit.SECONDS);
			assertThat(listener.closeCodes()).containsExactly(1001, 1001);
			assertThat(server.connections()).isEmpty();
			assertThatIOException().isThrownBy(() -> Upgrade.to(port).answer());
			LogAssertions.assertThatNothingIsLogged(output);
		}
	}

	@Test
	void readinessGoesDownBeforeTheFirstConnectionEnds() throws Exception {
		VwsTestApplication app = VwsTestApplication.start(StopRecorder.class);
		try (app; TestPeer peer = app.connect()) {
			peer.subscribe("a");
			StopRecorder recorder = app.bean(StopRecorder.class);
			CompletableFuture<Void> stop = CompletableFuture.runAsync(app::close);
			assertThat(goodbye(peer)).isEqualTo(1001);
			stop.get(30, TimeUnit.SECONDS);
			assertThat(recorder.calls).containsExactly("ACCEPTING_TRAFFIC", "REFUSING_TRAFFIC", "closed 1001");
		}
	}

	/** Writes down what happens in which order. */
	static class StopRecorder implements ServerListener {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@EventListener
		void readiness(AvailabilityChangeEvent<ReadinessState> event) {
			this.calls.add(event.getState().toString());
		}

		@Override
		public void closed(Peer peer, CloseReason reason, Duration age) {
			this.calls.add("closed " + reason.code());
		}

	}

	/** An upgrade may be under way when the stop begins; then it is closed at once. */
	private static void refusesNewcomers(int port) throws IOException {
		for (int i = 0; i < 3; i++) {
			HttpAnswer answer = Upgrade.to(port).answer();
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.header("Retry-After")).isEqualTo("5");
		}
	}

	/** Read up to the close frame and answer it, as a client does. */
	private static int goodbye(TestPeer peer) throws IOException {
		RawFrame close = peer.socket().readFrame();
		assertThat(close).isNotNull();
		assertThat(close.opcode()).isEqualTo(RawFrame.CLOSE);
		peer.socket().sendClose(close.closeCode(), "");
		return close.closeCode();
	}

	@Test
	void stopDoesNotWaitForeverForPeersThatDoNotRead(CapturedOutput output) throws Exception {
		VwsTestApplication app = VwsTestApplication.start(RecordingListener.class, "vws.server.shutdown-timeout=1s",
				"vws.server.queue.max-bytes=64MB");
		RecordingListener listener = app.bean(RecordingListener.class);
		try (app;
				TestPeer silent = app.connect();
				TestPeer stuck = new TestPeer(Upgrade.to(app.port()).bufferSize(4096).open())) {
			silent.subscribe("silent");
			stuck.subscribe("all/#");
			for (int i = 0; i < 3000; i++) {
				app.bus().publish("all/1", ReadingPeer.payload(i, 4000));
			}
			CompletableFuture.runAsync(app::close).get(30, TimeUnit.SECONDS);
			assertThat(listener.closeCodes()).containsExactly(1001, 1001);
			assertThat(silent.socket().readCloseCode()).isEqualTo(1001);
			assertThat(stuck.socket().readCloseCode()).isIn(1001, 1006);
			LogAssertions.assertThatNoStackTraceIsLogged(output);
		}
	}

	@Test
	void stopOfManyPeersSaysGoodbyeToAll() throws Exception {
		VwsTestApplication app = VwsTestApplication.start(RecordingListener.class);
		List<TestPeer> peers = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			TestPeer peer = app.connect();
			peer.subscribe("a");
			peers.add(peer);
		}
		app.bus().publish("a", 1);
		CompletableFuture<Void> stop = CompletableFuture.runAsync(app::close);
		for (TestPeer peer : peers) {
			assertThat(peer.next()).isEqualTo("{\"t\":\"a\",\"d\":1}");
			assertThat(goodbye(peer)).isEqualTo(1001);
			peer.close();
		}
		stop.get(30, TimeUnit.SECONDS);
	}

}
