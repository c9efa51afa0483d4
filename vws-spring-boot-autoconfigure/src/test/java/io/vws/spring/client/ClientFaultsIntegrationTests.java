package io.vws.spring.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

import io.vws.client.ClientState;
import io.vws.client.ConnectionEnd;
import io.vws.client.ConnectionRefusedException;
import io.vws.test.FaultProxy;
import io.vws.test.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Harm is done to a server, or to the network, while a client publishes and another one
 * listens. Afterwards every subscription is back, every gap was told, nothing that was
 * acknowledged is lost, no future is open, and no thread is left.
 */
@Tag("one-jdk")
@Timeout(180)
class ClientFaultsIntegrationTests {

	private static final int SOME_EVENTS = 500;

	private static Set<Thread> before = Set.of();

	@AutoClose
	private static ServerProcess server;

	private FaultProxy proxy;

	private ClientLoad load;

	@BeforeAll
	static void startServer() throws IOException {
		before = clientThreads();
		server = ServerProcess.start();
	}

	@AfterAll
	static void noThreadIsLeft() {
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc(); // before JDK 21 the threads of an HttpClient end once it is
							// collected
			return before.containsAll(clientThreads());
		});
	}

	@BeforeEach
	void start() throws IOException {
		this.proxy = FaultProxy.to(server.port());
		this.load = new ClientLoad(this.proxy.port());
		this.load.awaitEvents(SOME_EVENTS);
	}

	@AfterEach
	void stop() throws IOException {
		this.load.close();
		this.proxy.close();
	}

	private static Set<Thread> clientThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("vws-client") || thread.getName().startsWith("HttpClient-"))
			.collect(Collectors.toSet());
	}

	private void replaceServer() throws IOException {
		server.close();
		server = ServerProcess.start();
		this.proxy.target(server.port());
	}

	private void goesOn() throws InterruptedException {
		this.load.awaitState(ClientState.OPEN);
		this.load.awaitEvents(SOME_EVENTS);
		this.load.verify();
	}

	@Test
	void killedServer() throws Exception {
		server.kill();
		await().until(() -> !this.load.subscriberEnds().ends.isEmpty());
		replaceServer();
		goesOn();
		assertThat(this.load.subscriberEnds().gaps).isNotEmpty();
	}

	@Test
	void stoppedServer() throws Exception {
		server.terminate();
		await().until(() -> !this.load.subscriberEnds().ends.isEmpty());
		assertThat(this.load.subscriberEnds().ends.peek())
			.isEqualTo(new ConnectionEnd(1001, "Server shutting down", true));
		replaceServer();
		goesOn();
		assertThat(this.load.subscriberEnds().gaps).isNotEmpty();
	}

	@Test
	void frozenServer() throws Exception {
		server.freeze();
		Instant thaw = Instant.now().plusSeconds(20);
		await().atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(thaw));
		server.thaw();
		goesOn();
		assertThat(this.load.subscriberEnds().ends).isNotEmpty();
		assertThat(this.load.subscriberEnds().gaps).isNotEmpty();
	}

	@Test
	void stalledNetwork() throws Exception {
		this.proxy.stall();
		await().atMost(Duration.ofSeconds(30)).until(() -> !this.load.subscriberEnds().ends.isEmpty());
		assertThat(this.load.subscriberEnds().ends.peek().code()).isEqualTo(4012);
		this.proxy.flow();
		goesOn();
		assertThat(this.load.subscriberEnds().gaps).isNotEmpty();
	}

	@Test
	void resetConnections() throws Exception {
		for (int i = 0; i < 5; i++) {
			int gaps = this.load.subscriberEnds().gaps.size();
			this.proxy.reset();
			await().atMost(Duration.ofSeconds(30)).until(() -> this.load.subscriberEnds().gaps.size() > gaps);
			this.load.awaitState(ClientState.OPEN);
		}
		goesOn();
	}

	@Test
	void serverThatRefuses() throws Exception {
		try (ServerSocket refusing = refuseAll()) {
			this.proxy.target(refusing.getLocalPort());
			server.kill();
			this.load.awaitState(ClientState.CLOSED);
			assertThat(this.load.subscriberEnds().failures)
				.anySatisfy((failure) -> assertThat(failure).isInstanceOfSatisfying(ConnectionRefusedException.class,
						(refusal) -> assertThat(refusal.code()).isEqualTo(401)));
		}
		replaceServer();
		this.load.subscriber().connect().join();
		this.load.publisher().connect().join();
		goesOn();
	}

	/** A server that wants other credentials. */
	private static ServerSocket refuseAll() throws IOException {
		ServerSocket refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(() -> {
			while (!refusing.isClosed()) {
				try (Socket client = refusing.accept()) {
					client.getInputStream().read(new byte[4096]);
					client.getOutputStream()
						.write("HTTP/1.1 401 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
							.getBytes(StandardCharsets.US_ASCII));
				}
				catch (IOException ex) {
					// closed, or the client has gone
				}
			}
		}, "refusing-server");
		thread.setDaemon(true);
		thread.start();
		return refusing;
	}

}
