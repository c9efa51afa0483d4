package io.vws.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.vws.log.RecordedLog;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdkTransport}: TLS, proxy, headers and threads.
 */
class JdkTransportIntegrationTests {

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
	}

	private static void join(CompletableFuture<?> future) throws Exception {
		future.get(30, TimeUnit.SECONDS);
	}

	@Test
	void theUpgradeHasTheHeadersOfTheMomentAndThePathAndQuery() throws Exception {
		List<String> tokens = new CopyOnWriteArrayList<>(List.of("1", "2"));
		try (ScriptedServer server = new ScriptedServer();
				VwsClient client = VwsClient.builder(server.url().replace("ws:", "http:") + "?x=%20y")
					.headers(() -> Map.of("Authorization", "Bearer " + tokens.remove(0), "X-Tenant", "a"))
					.build()) {
			client.connect();
			ServerPeer peer = server.open();
			assertThat(peer.requestLine()).isEqualTo("GET /vws?x=%20y HTTP/1.1");
			assertThat(peer.header("Authorization")).isEqualTo("Bearer 1");
			assertThat(peer.header("X-Tenant")).isEqualTo("a");
			assertThat(peer.header("Sec-WebSocket-Extensions")).isNull();
			peer.close(4005, "Session ended");
			assertThat(server.open().header("Authorization")).isEqualTo("Bearer 2");
		}
	}

	@Test
	void aHeaderThatTheJdkKeepsForItselfFailsTheAttempt() throws Exception {
		RecordingClientListener listener = new RecordingClientListener();
		try (ScriptedServer server = new ScriptedServer();
				VwsClient client = VwsClient.builder(server.url())
					.headers(() -> Map.of("Sec-WebSocket-Key", "x"))
					.listener(listener)
					.build()) {
			client.connect();
			await().until(() -> listener.told.contains("closed 1006, will reconnect"));
			assertThat(server.hasNext()).isFalse();
		}
	}

	@Test
	void aHeaderThatIsNotValidIsNotQuoted() throws Exception {
		RecordingClientListener listener = new RecordingClientListener();
		List<String> reasons = new CopyOnWriteArrayList<>();
		try (RecordedLog log = new RecordedLog();
				ScriptedServer server = new ScriptedServer();
				VwsClient client = VwsClient.builder(server.url())
					.headers(() -> Map.of("Authorization", "Bearer TOKEN\n"))
					.listener(listener)
					.build()) {
			client.addListener(new VwsClientListener() {
				@Override
				public void closed(ConnectionEnd end) {
					reasons.add(end.reason());
				}
			});
			client.connect();
			await().until(() -> !reasons.isEmpty());
			assertThat(reasons).noneMatch((reason) -> reason.contains("TOKEN"));
			assertThat(log.messages()).isNotEmpty().noneMatch((line) -> line.contains("TOKEN"));
		}
	}

	@Test
	void tlsHasTheContextThatWasGiven(@TempDir Path directory) throws Exception {
		SSLContext context = selfSigned(directory.resolve("key.p12"));
		RecordingClientListener listener = new RecordingClientListener();
		try (ScriptedServer server = new ScriptedServer(context.getServerSocketFactory())) {
			VwsClientBuilder builder = VwsClient.builder("https://localhost:" + server.port() + "/vws")
				.listener(listener);
			try (VwsClient stranger = builder.connectTimeout(Duration.ofSeconds(2)).build()) {
				stranger.connect();
				await().until(() -> listener.told.contains("closed 1006, will reconnect"));
			}
			try (VwsClient client = builder.sslContext(context).build()) {
				CompletableFuture<Void> connected = client.connect();
				await().until(() -> connected.isDone() || openIfAlive(server));
				join(connected);
			}
		}
	}

	/** The handshakes that the stranger broke off are in the queue too. */
	private static boolean openIfAlive(ScriptedServer server) throws Exception {
		try {
			if (server.hasNext()) {
				server.open();
			}
		}
		catch (IOException ex) {
			// not that one
		}
		return false;
	}

	private static SSLContext selfSigned(Path file) throws Exception {
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname",
				"CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-storepass",
				"secret", "-keystore", file.toString())
			.inheritIO()
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(Files.newInputStream(file), "secret".toCharArray());
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, "secret".toCharArray());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	@Test
	void aProxyIsAskedForATunnel() throws Exception {
		try (ScriptedServer proxy = new ScriptedServer();
				VwsClient client = VwsClient.builder("ws://shop.example:8080/vws")
					.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
					.build()) {
			CompletableFuture<Void> connected = client.connect();
			ServerPeer peer = proxy.next();
			assertThat(peer.requestLine()).isEqualTo("CONNECT shop.example:8080 HTTP/1.1");
			peer.raw("HTTP/1.1 200 OK\r\n\r\n");
			assertThat(peer.readRequest().requestLine()).isEqualTo("GET /vws HTTP/1.1");
			peer.upgrade();
			join(connected);
		}
	}

	@Test
	void anHttpClientFromOutsideIsUsedAndStays() throws Exception {
		HttpClient httpClient = HttpClient.newHttpClient();
		try (ScriptedServer server = new ScriptedServer()) {
			for (int i = 0; i < 2; i++) {
				try (VwsClient client = VwsClient.builder(server.url()).httpClient(httpClient).build()) {
					CompletableFuture<Void> connected = client.connect();
					server.open();
					join(connected);
				}
			}
		}
	}

	@Test
	void noThreadIsLeftAfterClose() throws Exception {
		Set<Long> before = threads();
		try (ScriptedServer server = new ScriptedServer()) {
			for (int i = 0; i < 5; i++) {
				VwsClient client = VwsClient.builder(server.url()).build();
				CompletableFuture<Void> connected = client.connect();
				ServerPeer peer = server.open();
				join(connected);
				client.publish("a", 1);
				client.close();
				assertThat(peer.readCloseCode()).isEqualTo(1000);
				peer.close(1000, "");
			}
		}
		await().untilAsserted(() -> {
			System.gc(); // before JDK 21 an HttpClient ends with its last reference
			Set<Long> left = threads();
			left.removeAll(before);
			assertThat(left).isEmpty();
		});
	}

	private static Set<Long> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("vws-client-") || thread.getName().startsWith("HttpClient-")
					|| thread.getName().startsWith("scripted-server"))
			.map(Thread::getId)
			.collect(Collectors.toSet());
	}

}
