package io.vws.spring.server;

import java.io.IOException;

import io.vws.test.HttpAnswer;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where the endpoint and the browser client stand among the mappings of an
 * application.
 */
@Timeout(60)
class EndpointIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Greedy.class);
	}

	@Test
	void upgradeIsTakenThoughAControllerMatchesEverything() throws IOException {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("a");
			assertThat(peer.exchange("{\"t\":\"a\",\"d\":1}")).containsExactly("{\"t\":\"a\",\"d\":1}");
		}
	}

	@Test
	void plainGetIsLeftToTheController() throws IOException {
		assertThat(Upgrade.get(app.port(), "/vws").body()).isEqualTo("page vws");
		assertThat(Upgrade.get(app.port(), "/other").body()).isEqualTo("page other");
		assertThat(Upgrade.get(app.port(), "/vws/other").status()).isEqualTo(404);
	}

	@Test
	void upgradeOfAnotherPathIsNotTaken() throws IOException {
		assertThat(Upgrade.to(app.port()).path("/other").answer().status()).isNotEqualTo(101);
		assertThat(Upgrade.to(app.port()).path("/vws/x").answer().status()).isNotEqualTo(101);
	}

	@Test
	void queryOfTheUpgradeIsNotLookedAt() throws IOException {
		assertThat(Upgrade.to(app.port()).path("/vws?x=1").answer().status()).isEqualTo(101);
	}

	@Test
	void unknownVersionIsRefused() throws IOException {
		HttpAnswer answer = Upgrade.to(app.port()).header("Sec-WebSocket-Version", "12").answer();
		assertThat(answer.status()).isEqualTo(426);
		assertThat(answer.header("Sec-WebSocket-Version")).contains("13");
	}

	@Test
	void browserClientIsServed() throws IOException {
		HttpAnswer answer = Upgrade.get(app.port(), "/vws/vws.js");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).startsWith("text/javascript");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
		assertThat(answer.body()).contains("export");
		for (String path : new String[] { "/vws/other.js", "/vws/../vws.js", "/vws/%2e%2e/x.js", "/vws/vws.d.ts",
				"/vws/LICENSE" }) {
			assertThat(Upgrade.get(app.port(), path).body()).as(path).doesNotContain("export");
		}
	}

	@Test
	void browserClientCanBeSwitchedOff() throws IOException {
		try (VwsTestApplication other = VwsTestApplication.start("vws.server.javascript.enabled=false")) {
			assertThat(Upgrade.get(other.port(), "/vws/vws.js").status()).isEqualTo(404);
			assertThat(Upgrade.to(other.port()).answer().status()).isEqualTo(101);
		}
	}

	@Test
	void pathCanBeChosen() throws IOException {
		try (VwsTestApplication other = VwsTestApplication.start("vws.server.path=/live/events")) {
			assertThat(Upgrade.to(other.port()).path("/live/events").answer().status()).isEqualTo(101);
			assertThat(Upgrade.to(other.port()).answer().status()).isEqualTo(404);
			assertThat(Upgrade.get(other.port(), "/live/events/vws.js").status()).isEqualTo(200);
			assertThat(Upgrade.get(other.port(), "/vws/vws.js").status()).isEqualTo(404);
		}
	}

	@Test
	void contextPathPrecedesThePath() throws IOException {
		try (VwsTestApplication other = VwsTestApplication.start("server.servlet.context-path=/app")) {
			assertThat(Upgrade.to(other.port()).path("/app/vws").answer().status()).isEqualTo(101);
			assertThat(Upgrade.get(other.port(), "/app/vws/vws.js").status()).isEqualTo(200);
		}
	}

	/** Answers to every path of one level. */
	@RestController
	static class Greedy {

		@GetMapping("/{x}")
		String page(@PathVariable String x) {
			return "page " + x;
		}

	}

}
