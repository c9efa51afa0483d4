package io.vws.spring.client;

import java.nio.file.Path;

import io.vws.client.ClientState;
import io.vws.client.VwsClient;
import io.vws.test.ClientTestApplication;
import io.vws.test.TestKeys;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The client of an application and a server with a certificate of its own.
 */
@Timeout(120)
class ClientTlsIntegrationTests {

	@ParameterizedTest
	@ValueSource(strings = { "protocol=TLS", "options.enabled-protocols=TLSv1.2" })
	void clientTrustsWhomItsBundleTrusts(String option, @TempDir Path directory) throws Exception {
		TestKeys keys = TestKeys.of("localhost", directory);
		try (VwsTestApplication server = server(keys);
				ClientTestApplication app = ClientTestApplication.start(url(server), "vws.client.ssl.bundle=shop",
						"spring.ssl.bundle.jks.shop.truststore.location=" + keys.trustStore().toUri(),
						"spring.ssl.bundle.jks.shop.truststore.password=" + TestKeys.PASSWORD,
						"spring.ssl.bundle.jks.shop." + option)) {
			app.client().publish("a", 1).get();
		}
	}

	@Test
	void clientWithoutABundleTrustsWhomTheJvmTrusts(@TempDir Path directory) throws Exception {
		try (VwsTestApplication server = server(TestKeys.of("localhost", directory));
				ClientTestApplication app = ClientTestApplication.start(url(server))) {
			VwsClient client = app.bean(VwsClient.class);
			await().until(() -> client.status().attempts() > 1);
			assertThat(client.status().state()).isNotEqualTo(ClientState.OPEN);
		}
	}

	private static String url(VwsTestApplication server) {
		return "vws.client.url=wss://localhost:" + server.port() + "/vws";
	}

	private static VwsTestApplication server(TestKeys keys) {
		return VwsTestApplication.start("server.ssl.key-store=" + keys.keyStore().toUri(),
				"server.ssl.key-store-password=" + TestKeys.PASSWORD);
	}

}
