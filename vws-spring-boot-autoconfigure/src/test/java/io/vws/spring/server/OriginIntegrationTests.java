package io.vws.spring.server;

import java.io.IOException;
import java.util.stream.Stream;

import io.vws.log.ExpectsStackTrace;
import io.vws.test.HttpAnswer;
import io.vws.test.LogAssertions;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Origin of an upgrade on the auto-configuration as it is shipped. With a
 * handler mapping of its own nothing checks the Origin unless we do (CVE-2026-59390).
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class OriginIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start();
	}

	private static Upgrade upgrade(VwsTestApplication app, String origin) {
		return Upgrade.to(app.port()).header("Origin", origin.replace("PORT", String.valueOf(app.port())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "http://evil.example:PORT", "null", "http://localhost",
			"http://localhost:1", "https://localhost:PORT", "http://127.0.0.1:PORT",
			"http://localhost:PORT.evil.example", "http://localhost:PORT@evil.example",
			"http://evil.example#http://localhost:PORT", "file://", "localhost:PORT", "*",
			"http://localhost:PORT, https://evil.example", "https://sub.localhost:PORT", "%", "http://[::1" })
	void foreignOriginIsRefused(String origin, CapturedOutput output) throws IOException {
		HttpAnswer answer = upgrade(app, origin).answer();
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.header("Sec-WebSocket-Accept")).isNull();
		LogAssertions.assertThatNoStackTraceIsLogged(output);
	}

	@Test
	void originOfTheSameHostIsAccepted() throws IOException {
		assertThat(upgrade(app, "http://localhost:PORT").answer().status()).isEqualTo(101);
		assertThat(upgrade(app, "http://shop.example:8443").header("Host", "shop.example:8443").answer().status())
			.isEqualTo(101);
		assertThat(upgrade(app, "http://shop.example").header("Host", "shop.example").answer().status()).isEqualTo(101);
	}

	@Test
	void upgradeWithoutOriginIsAccepted() throws IOException {
		assertThat(Upgrade.to(app.port()).answer().status()).isEqualTo(101);
	}

	@Test
	void hostOfAProxyCountsOnlyIfConfigured() throws IOException {
		assertThat(upgrade(app, "https://shop.example").header("X-Forwarded-Host", "shop.example")
			.header("X-Forwarded-Proto", "https")
			.answer()
			.status()).isEqualTo(403);
		try (VwsTestApplication proxied = VwsTestApplication.start("server.forward-headers-strategy=framework")) {
			assertThat(upgrade(proxied, "https://shop.example").header("X-Forwarded-Host", "shop.example")
				.header("X-Forwarded-Proto", "https")
				.answer()
				.status()).isEqualTo(101);
			assertThat(upgrade(proxied, "https://evil.example").header("X-Forwarded-Host", "shop.example")
				.header("X-Forwarded-Proto", "https")
				.answer()
				.status()).isEqualTo(403);
		}
	}

	@Test
	void allowedOriginsAreAccepted() throws IOException {
		try (VwsTestApplication open = VwsTestApplication
			.start("vws.server.allowed-origins=https://shop.example,https://*.pages.example,http://dev.example:[*]")) {
			assertThat(status(open, "https://shop.example")).isEqualTo(101);
			assertThat(status(open, "https://a.pages.example")).isEqualTo(101);
			assertThat(status(open, "http://dev.example:3000")).isEqualTo(101);
			assertThat(status(open, "http://localhost:PORT")).isEqualTo(101);
			assertThat(status(open, "http://shop.example")).isEqualTo(403);
			assertThat(status(open, "https://shop.example:444")).isEqualTo(403);
			assertThat(status(open, "https://pages.example")).isEqualTo(403);
			assertThat(status(open, "https://a.pages.example.evil.example")).isEqualTo(403);
			assertThat(status(open, "null")).isEqualTo(403);
		}
	}

	private static int status(VwsTestApplication app, String origin) throws IOException {
		return upgrade(app, origin).answer().status();
	}

	static Stream<Arguments> refusals() {
		return Stream.of(Arguments.of("https://evil.example", "https://evil.example"), Arguments.of("null", "null"),
				Arguments.of("https://evil\t2026 ERROR x", "https://evil?2026 ERROR x"),
				Arguments.of("https://\u0085 ERROR x", "https://??"),
				Arguments.of("https://\u2028 ERROR x", "https://??"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void refusalSaysWhatCameWhatWasExpectedAndWhereToLook(String sent, String logged, CapturedOutput output)
			throws IOException {
		// A fresh one, or the log is throttled.
		try (VwsTestApplication fresh = VwsTestApplication.start()) {
			assertThat(status(fresh, sent)).isEqualTo(403);
			assertThat(output.getAll().lines().filter((line) -> line.contains("ERROR x") || line.contains("Refused")))
				.singleElement()
				.asString()
				.contains(" WARN ", "'" + logged, "'localhost:" + fresh.port() + "'", "vws.server.allowed-origins",
						"server.forward-headers-strategy");
			LogAssertions.assertThatNoStackTraceIsLogged(output);
		}
	}

	@ParameterizedTest
	@ExpectsStackTrace("Tomcat's: it refuses such a line of the header before there is a request that anybody else could see")
	@ValueSource(strings = { "\u001b[31m", "\u0000", "\u0008", "a\rERROR x", "a\nERROR x", "a\r\nX: ERROR x" })
	void controlCharactersNeverReachTheLog(String text, CapturedOutput output) throws IOException {
		assertThat(status(app, "https://evil" + text)).isIn(400, 403);
		assertThat(output.getAll()).doesNotContain("https://evil" + text).doesNotContainPattern("(?m)^.{0,3}ERROR x");
	}

	@Test
	void longOriginDoesNotFillTheLog(CapturedOutput output) throws IOException {
		try (VwsTestApplication fresh = VwsTestApplication.start()) {
			for (int i = 0; i < 50; i++) {
				assertThat(status(fresh, "https://" + "x".repeat(4000) + ".example")).isEqualTo(403);
			}
			assertThat(output.getAll()).doesNotContain("x".repeat(500));
			assertThat(output.getAll().lines().filter((line) -> line.contains("Refused"))).hasSizeBetween(1, 10);
		}
	}

}
