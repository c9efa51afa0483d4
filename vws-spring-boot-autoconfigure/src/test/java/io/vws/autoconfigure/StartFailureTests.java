package io.vws.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application prints that does not start because of a value: key, value and
 * reason, and no stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true,
			textBlock = """
							property                      | key                      | value     | reason
					pong-timeout=0s               | pong-timeout             | PT0S      | Must be longer than zero.
					queue.max-bytes=1KB           | max-event-size           | 1048576B  | Must not exceed vws.server.queue.max-bytes (1024B)
					initial-subscriptions=a,b/#/c | initial-subscriptions[1] | b/#/c     | '#' must be the last level (at index 2).
					queue.on-overflow=block       | queue.on-overflow        | block     | DROP_OLDEST
					""")
	void keyValueAndReasonAreNamed(String property, String key, String value, String reason, CapturedOutput output) {
		run("--vws.server." + property);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("vws.server." + key)
			.contains(reason)
			.contains(value);
		assertNoStackTrace(output);
	}

	/** The value is what YAML takes for a comment. */
	@ParameterizedTest
	@CsvSource({ "topic, topic:   #", "access, 'access: # everybody'" })
	void emptyPartOfARuleIsNamed(String key, String line, @TempDir Path directory, CapturedOutput output)
			throws IOException {
		Path file = directory.resolve("application.yml");
		Files.writeString(file, """
				vws:
				  server:
				    authorization:
				      subscribe:
				        - %s: "%s"
				          %s
				""".formatted(key.equals("topic") ? "access" : "topic", key.equals("topic") ? "permitAll" : "a", line));
		run("--spring.config.location=" + file);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '' for configuration property 'vws.server.authorization.subscribe[0]." + key + "'")
			.contains("Must not be empty. Quote it: YAML reads what follows ' #' as a comment.");
		assertNoStackTrace(output);
	}

	private static void run(String argument) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> SpringApplication.run(Application.class,
				"--server.port=0", "--spring.main.banner-mode=off", argument));
	}

	private static void assertNoStackTrace(CapturedOutput output) {
		assertThat(output.getAll().lines()).noneMatch((line) -> line.startsWith("\tat "));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
