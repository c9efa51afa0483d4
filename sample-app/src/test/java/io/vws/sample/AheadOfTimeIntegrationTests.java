package io.vws.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vws.client.RequestRefusedException;
import io.vws.spring.test.VwsTestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The jar of the sample, run with the beans that {@code process-aot} has written when it
 * was built: rules, mapped events, listeners, the kitchen's client and meters work as
 * they do without.
 */
@Timeout(180)
@Tag("one-jdk")
class AheadOfTimeIntegrationTests {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	@Test
	void sampleProcessedAheadOfTimeWorks(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-jar", System.getProperty("vws.sample.jar"), "--server.port=0",
				"--shop.orders-per-second=0", "--kitchen.step-time=100ms")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			int port = awaitPort(process, log);
			try (VwsTestClient ada = connect(port, "ada"); VwsTestClient olga = connect(port, "olga")) {
				assertThatExceptionOfType(RequestRefusedException.class)
					.isThrownBy(() -> ada.subscribe("customers/grace/#"));
				ada.subscribe("customers/ada/orders/+id/+event");
				olga.subscribe("$metrics");
				ada.publish("customers/ada/orders/new",
						Map.of("item", "Diavola", "quantity", 2, "reference", "0123456789abcdef"));
				ada.expectEvent("customers/ada/orders/+/status", (event) -> event.json().contains("delivered"));
				olga.expectEvent("$metrics", (event) -> event.json().contains("\"vws.connections.active\":2.0"));
			}
			process.destroy();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(Files.readString(log)).contains("Starting AOT-processed LiveOrdersApplication")
				.doesNotContain("WARN", "ERROR", "\tat ");
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static int awaitPort(Process process, Path log) {
		Matcher port = await().atMost(Duration.ofSeconds(90)).until(() -> {
			assertThat(process.isAlive()).as(() -> content(log)).isTrue();
			return PORT.matcher(content(log));
		}, Matcher::find);
		return Integer.parseInt(port.group(1));
	}

	private static String content(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static VwsTestClient connect(int port, String user) {
		String credentials = Base64.getEncoder().encodeToString((user + ":pizza").getBytes(StandardCharsets.UTF_8));
		return VwsTestClient.connect("ws://localhost:" + port + "/vws",
				Map.of("Authorization", "Basic " + credentials));
	}

}
