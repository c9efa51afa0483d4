package io.vws.spring.server;

import java.nio.file.Path;

import io.vws.test.ReadingPeer;
import io.vws.test.TestKeys;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for TLS that Tomcat itself ends, which direct connections know nothing of.
 */
@Timeout(60)
class TlsIntegrationTests {

	@Test
	void peerBehindTlsIsServed(@TempDir Path directory) throws Exception {
		TestKeys server = TestKeys.of("localhost", directory);
		try (VwsTestApplication app = VwsTestApplication.start("server.ssl.key-store=" + server.keyStore().toUri(),
				"server.ssl.key-store-password=" + TestKeys.PASSWORD);
				TestPeer peer = new TestPeer(Upgrade.to(app.port()).sockets(server.sockets()).open())) {
			peer.subscribe("a/#");
			assertThat(peer.exchange("{\"t\":\"a\",\"d\":1}")).containsExactly("{\"t\":\"a\",\"d\":1}");
			for (int i = 0; i < 40; i++) {
				app.bus().publish("a/b", ReadingPeer.payload(i, 20_000));
			}
			for (int i = 0; i < 40; i++) {
				assertThat(ReadingPeer.number(peer.next())).isEqualTo(i);
			}
			peer.socket().sendClose(1000, "");
			assertThat(peer.socket().readCloseCode()).isEqualTo(1000);
		}
	}

}
