package io.vws.spring.security;

import java.io.IOException;

import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which pages may connect with which credentials.
 */
@Tag("security")
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SecurityOriginIntegrationTests {

	@AutoClose
	private static VwsTestApplication closed;

	@AutoClose
	private static VwsTestApplication open;

	@BeforeAll
	static void start() {
		closed = VwsTestApplication.start(SecurityTestChains.Open.class);
		open = VwsTestApplication.start(SecurityTestChains.Open.class,
				"vws.server.allowed-origins=*,https://shop.example");
	}

	private static Upgrade upgrade(VwsTestApplication app, String origin, String credentials) {
		Upgrade upgrade = Upgrade.to(app.port());
		if (!origin.equals("missing")) {
			upgrade.header("Origin", origin.replace("PORT", String.valueOf(app.port())));
		}
		return switch (credentials) {
			case "none" -> upgrade;
			case "cookie" -> upgrade.header("Cookie", "theme=dark");
			case "basic" -> upgrade.header("Authorization", SecurityTestChains.basic("alice"));
			case "token" -> upgrade.header("Sec-WebSocket-Protocol", "vws, bearer.abc");
			default -> throw new IllegalArgumentException(credentials);
		};
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			origin                | credentials | same origin | every origin
			missing               | none        | 101         | 101
			missing               | cookie      | 101         | 101
			missing               | basic       | 101         | 101
			http://localhost:PORT | none        | 101         | 101
			http://localhost:PORT | cookie      | 101         | 101
			http://localhost:PORT | basic       | 101         | 101
			null                  | none        | 403         | 101
			null                  | cookie      | 403         | 403
			null                  | basic       | 403         | 403
			null                  | token       | 403         | 101
			https://evil.example  | none        | 403         | 101
			https://evil.example  | cookie      | 403         | 403
			https://evil.example  | basic       | 403         | 403
			https://evil.example  | token       | 403         | 101
			https://shop.example  | cookie      | 403         | 101
			https://shop.example  | basic       | 403         | 101
			""")
	void originAndCredentialsDecide(String origin, String credentials, int sameOrigin, int everyOrigin)
			throws IOException {
		assertThat(upgrade(closed, origin, credentials).answer().status()).isEqualTo(sameOrigin);
		assertThat(upgrade(open, origin, credentials).answer().status()).isEqualTo(everyOrigin);
	}

	@ParameterizedTest
	@CsvSource({ "https://*", "*://*", "http*://*:[*]" })
	void patternThatEverybodyMatchesIsEveryOrigin(String pattern) throws IOException {
		try (VwsTestApplication app = VwsTestApplication.start(SecurityTestChains.Open.class,
				"vws.server.allowed-origins=" + pattern)) {
			assertThat(upgrade(app, "https://evil.example", "none").answer().status()).isEqualTo(101);
			assertThat(upgrade(app, "https://evil.example", "cookie").answer().status()).isEqualTo(403);
		}
	}

	@Test
	void refusalSaysWhy(CapturedOutput output) throws IOException {
		try (VwsTestApplication fresh = VwsTestApplication.start(SecurityTestChains.Open.class,
				"vws.server.allowed-origins=*")) { // or the log is throttled
			assertThat(upgrade(fresh, "https://evil.example", "cookie").answer().status()).isEqualTo(403);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("Refused a WebSocket upgrade")))
			.singleElement()
			.asString()
			.contains(" WARN ", "'https://evil.example'", "cookie", "vws.server.allowed-origins")
			.doesNotContain("dark");
	}

}
