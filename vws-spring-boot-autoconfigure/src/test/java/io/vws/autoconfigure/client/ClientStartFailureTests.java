package io.vws.autoconfigure.client;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application prints that does not start because of a client or a bridge: key,
 * value and reason, no stack trace and no secret.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class ClientStartFailureTests {

	private static final String URL = "vws.client.url=ws://localhost:1/vws";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true,
			textBlock = """
					property                        | value        | reason
					connect-timeout=0s              | PT0S         | Must be longer than zero
					request-timeout=-1s             | PT-1S        | Must be longer than zero
					request-timeout=400d            | PT9600H      | shorter than a year
					max-message-size=0B             | 0B           | Must be at least 1B and less than 2GB.
					ping-interval=-1s               | PT-1S        | Must not be negative.
					pong-timeout=0s                 | PT0S         | Must be longer than zero
					queue.max-messages=-1           | -1           | Must not be negative.
					queue.max-bytes=3GB             | 3221225472B  | less than 2GB
					handler.queue-capacity=0        | 0            | Must be at least 1.
					handler.on-overflow=block       | block        | DROP_OLDEST
					reconnect.initial-delay=0s      | PT0S         | Must be longer than zero
					reconnect.max-delay=100ms       | PT0.1S       | Must not be shorter than vws.client.reconnect.initial-delay.
					reconnect.multiplier=0.5        | 0.5          | Must be from 1 to 1000.
					reconnect.jitter=1.5            | 1.5          | Must be from 0 to 1.
					reconnect.max-attempts=-1       | -1           | Must not be negative.
					initial-subscriptions=a/#/b     | a/#/b        | '#' must be the last level (at index 2).
					ssl.bundle=none                 | none         | There is no SSL bundle of this name.
					basic.username=a:b              | a:b          | Must not contain a colon.
					oauth2.registration-id=keycloak | keycloak     | spring-boot-starter-security-oauth2-client
					""")
	void keyValueAndReasonAreNamed(String property, String value, String reason, CapturedOutput output) {
		fail(output, URL, "vws.client." + property);
		assertThat(output).contains("vws.client." + property.substring(0, property.indexOf('=')))
			.contains(value)
			.contains(reason);
	}

	@Test
	void keyOfANamedClientHasItsName(CapturedOutput output) {
		fail(output, "vws.clients.shop.url=ws://localhost:1/vws", "vws.clients.shop.pong-timeout=0s");
		assertThat(output).contains("'vws.clients.shop.pong-timeout'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true,
			textBlock = """
					url                             | printed                      | reason
					shop.example                    | shop.example                 | The URL must begin with ws, wss, http or https.
					ftp://shop.example              | ftp://shop.example           | The URL must begin with ws, wss, http or https.
					ws:///vws                       | ws:///vws                    | host
					ws://shop.example/#x            | ws://shop.example/?***       | has no fragment.
					ws://shop.example/a b           | ws://shop.example/a b        | Illegal character in path at index 19.
					ws://u:TOKEN@shop.example/vws   | ***                          | Credentials do not belong into the URL
					ws:// u:/TOKEN@shop.example/vws | ***                          | Illegal character
					wsx://shop.example/?key=TOKEN   | wsx://shop.example/?***      | The URL must begin with ws, wss, http or https.
					""")
	void urlIsNamedWithoutWhatMayBeSecret(String url, String printed, String reason, CapturedOutput output) {
		fail(output, "vws.client.url=" + url);
		assertThat(output).contains("'vws.client.url'").contains("'" + printed + "'").contains(reason);
	}

	@Test
	void clientWithANameNeedsAUrl(CapturedOutput output) {
		fail(output, "vws.clients.shop.uri=ws://localhost:1/vws");
		assertThat(output).contains("'vws.clients.shop.url' is not set.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "basic.username", "headers.Authorization", "oauth2.registration-id" })
	void onlyOneWayToLogInIsTaken(String property, CapturedOutput output) {
		fail(output, URL, "vws.client." + property + "=u", "vws.client.bearer.token=TOKEN");
		assertThat(output).contains("'vws.client." + property + "'").contains("'vws.client.bearer.token'");
	}

	@Test
	void passwordNeedsAUserName(CapturedOutput output) {
		fail(output, URL, "vws.client.basic.password=TOKEN");
		assertThat(output).contains("'vws.client.basic.password' is set").contains("'vws.client.basic.username'");
	}

	@Test
	void tokenStandsAlone(CapturedOutput output) {
		fail(output, URL, "vws.client.bearer.token=Bearer TOKEN");
		assertThat(output).contains("'vws.client.bearer.token' has characters that a token cannot have");
	}

	@ParameterizedTest
	@CsvSource({ "host, TOKEN", "sec-websocket-protocol, TOKEN", "x-name, T\u00e9OKEN" })
	void headersThatCannotBeSentAreNamed(String name, String value, CapturedOutput output) {
		fail(output, URL, "vws.client.headers." + name + "=" + value);
		assertThat(output).contains("'vws.client.headers." + name + "' cannot be sent");
		assertThat(output).doesNotContain(value);
	}

	@Test
	void serverThatIsAwayIsNamedIfTheApplicationNeedsIt(CapturedOutput output) {
		fail(output, "vws.client.url=ws://localhost:1/vws?key=TOKEN", "vws.client.fail-fast=true");
		assertThat(output).contains("The server at 'ws://localhost:1/vws?***' (vws.client.url) cannot be reached")
			.contains("set 'vws.client.fail-fast' to false");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true,
			textBlock = """
					inbound | in  | outbound | out | key                    | value   | reason
					a/#     |     | a/b      |     | outbound.patterns[0]   | a/b     | "Overlaps 'a/#', as which 'a/#' of vws.bridges.shop.inbound.patterns[0] comes to the bus"
					a/#     | x   | x/a/+    |     | outbound.patterns[0]   | x/a/+   | "Overlaps 'x/a/#', as which 'a/#' of vws.bridges.shop.inbound.patterns[0] comes to the bus"
					x/a/#   | b   | c,a/+    | x   | outbound.patterns[1]   | a/+     | "Comes to the server as 'x/a/+', which overlaps 'x/a/#' of vws.bridges.shop.inbound.patterns[0]"
					a/#,a/b |     |          |     | inbound.patterns[1]    | a/b     | "Overlaps 'a/#' of vws.bridges.shop.inbound.patterns[0]: what both match would come twice."
					a/#/b   |     |          |     | inbound.patterns[0]    | a/#/b   | "'#' must be the last level (at index 2)."
					a       | x/+ |          |     | inbound.prefix         | x/+     | "'+' is not allowed in a topic"
					""")
	void bridgeThatWouldLoopIsNamed(String inbound, @Nullable String in, @Nullable String outbound,
			@Nullable String out, String key, String value, String reason, CapturedOutput output) {
		String bridge = "vws.bridges.shop.";
		List<String> properties = new ArrayList<>(List.of(URL, bridge + "inbound.patterns=" + inbound));
		if (in != null) {
			properties.add(bridge + "inbound.prefix=" + in);
		}
		if (outbound != null) {
			properties.add(bridge + "outbound.patterns=" + outbound);
		}
		if (out != null) {
			properties.add(bridge + "outbound.prefix=" + out);
		}
		fail(output, properties.toArray(String[]::new));
		assertThat(output).contains(bridge + key).contains("'" + value + "'").contains(reason);
	}

	@Test
	void bridgesToTheSameServerAreCheckedAgainstEachOther(CapturedOutput output) {
		fail(output, URL, "vws.bridges.one.inbound.patterns=a/#", "vws.bridges.two.outbound.patterns=a/b");
		assertThat(output).contains("vws.bridges.two.outbound.patterns[0]")
			.contains("of vws.bridges.one.inbound.patterns[0] comes to the bus");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					client=desk,inbound.patterns=a | vws.bridges.shop.client | There is no client of this name
					enabled=true                   | vws.bridges.shop        | has no patterns
					outbound.queue-capacity=0,outbound.patterns=a | vws.bridges.shop.outbound.queue-capacity | Must be at least 1.
					""")
	void whatABridgeLacksIsNamed(String properties, String key, String reason, CapturedOutput output) {
		fail(output, Stream.concat(Stream.of(URL), Stream.of(properties.split(",")).map("vws.bridges.shop."::concat))
			.toArray(String[]::new));
		assertThat(output).contains(key).contains(reason);
	}

	@Test
	void bridgeNeedsAServer(CapturedOutput output) {
		fail(output, "vws.bridges.shop.inbound.patterns=a");
		assertThat(output).contains("'vws.bridges.shop' joins a server to the bus")
			.contains("'vws.client.url' is not set");
	}

	private static void fail(CapturedOutput output, String... properties) {
		String[] arguments = Stream
			.concat(Stream.of("spring.main.web-application-type=none", "spring.main.banner-mode=off"),
					Stream.of(properties))
			.map("--"::concat)
			.toArray(String[]::new);
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> SpringApplication.run(Application.class, arguments).close());
		assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("TOKEN");
		assertThat(output.getAll().lines()).noneMatch((line) -> line.startsWith("\tat "));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
