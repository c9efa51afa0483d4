package io.vws.spring.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.vws.test.RawFrame;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what arrives of an event, byte for byte: topic, payload, headers.
 */
@Timeout(60)
class PayloadFidelityIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@AutoClose
	private TestPeer peer;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start();
	}

	@BeforeEach
	void connect() throws IOException {
		this.peer = app.connect();
		this.peer.subscribe("f/#");
	}

	@ParameterizedTest
	@ValueSource(strings = { "9007199254740993", "12345678901234567890", "-12345678901234567890123456789", "0.1", "1.0",
			"1.10", "1e400", "-1E-400", "1e+2", "0e0", "-0", "-0.0", "3.141592653589793238462643383279502884197",
			"true", "false", "\"\"", "\" \"", "\"<>&'=\"", "\"\u2028\u2029\"", "\"\\u2028\"", "\"\uD83D\uDE00\"",
			"\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\u0000\"", "\"\\u00e4\u00e4\"", "\"\\/\\b\\f\\n\\r\\t\\\\\\\"\"",
			"\"\u007f\uFFFF\uFEFF\"", "[]", "{}", "[ ]", "{ }", "[1,2.0,\"3\",[4,{}],null]", "[ 1 ,\t2\n,\r\n3 ]",
			"{\"a\":{\"b\":[{\"c\":null}]},\"a\":1}", "{ \"k\" : \"s\", \"t\" : \"x\", \"i\" : 7, \"d\" : 1 }",
			"{\"\":\"\",\"\u00e4 \uD83D\uDE00\":\"\\u00e4\"}", "\"{\\\"k\\\":\\\"s\\\"}\"" })
	void payloadTravelsByteForByte(String payload) throws IOException {
		String expected = "{\"t\":\"f/x\",\"d\":" + payload + "}";
		assertThat(this.peer.exchange("{\"t\":\"f/x\",\"d\":" + payload + "}")).containsExactly(expected);
		assertThat(this.peer.exchange(" {\n\"d\" : \t" + payload + " \r\n, \"unknown\":[{}], \"t\" : \"f/x\" } "))
			.containsExactly(expected);
		String binary = "{\"d\":" + payload + ",\"t\":\"f/x\"}";
		this.peer.socket().sendFrame(true, RawFrame.BINARY, binary.getBytes(StandardCharsets.UTF_8));
		assertThat(this.peer.untilFence()).containsExactly(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			sent                        | received
			"f/\u00fc\uD83D\uDD12"      | "f/\u00fc\uD83D\uDD12"
			"f/\\u00fc\\ud83d\\udd12"   | "f/\u00fc\uD83D\uDD12"
			"f/ <&> "                   | "f/ <&> "
			"f\\/x"                     | "f/x"
			"f/\\"\\\\"                 | "f/\\"\\\\"
			"f/\\n\\u0001"              | "f/\\n\\u0001"
			"f//"                       | "f//"
			"f"                         | "f"
			""")
	void topicArrivesAsItIs(String sent, String received) throws IOException {
		assertThat(this.peer.exchange("{\"t\":" + sent + ",\"d\":1}"))
			.containsExactly("{\"t\":" + received + ",\"d\":1}");
	}

	static final String PARENT = "\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"";

	@ParameterizedTest
	@ValueSource(strings = { PARENT, "\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00\"",
			"\"traceparent\":\"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff\"" })
	void validTraceparentTravels(String header) throws IOException {
		assertThat(this.peer.exchange("{\"t\":\"f/x\",\"d\":1,\"h\":{" + header + "}}"))
			.containsExactly("{\"t\":\"f/x\",\"d\":1,\"h\":{" + header + "}}");
	}

	@Test
	void tracestateTravelsWithItsTraceparent() throws IOException {
		assertThat(this.peer.exchange("{\"t\":\"f/x\",\"d\":1,\"h\":{\"tracestate\":\"a=\\\"1\\\"\"," + PARENT + "}}"))
			.singleElement()
			.isIn("{\"t\":\"f/x\",\"d\":1,\"h\":{\"tracestate\":\"a=\\\"1\\\"\"," + PARENT + "}}",
					"{\"t\":\"f/x\",\"d\":1,\"h\":{" + PARENT + ",\"tracestate\":\"a=\\\"1\\\"\"}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"traceparent\":\"\"", "\"traceparent\":null", "\"traceparent\":\"x\"",
			"\"traceparent\":\"00-00000000000000000000000000000000-00f067aa0ba902b7-01\"",
			"\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01\"",
			"\"traceparent\":\"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\"",
			"\"traceparent\":\"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01\"",
			"\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\\n\"",
			"\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 \",\"tracestate\":\"a=1\"",
			"\"tracestate\":\"a=1\"", "\"baggage\":\"a=1\"", "\"Traceparent\":\"x\"", "\"unknown\":\"x\"",
			"\"vws-code\":\"forbidden\"", "\"vws-\":\"x\"", "\"VWS-x\":\"y\"" })
	void headersThatDoNotTravel(String headers) throws IOException {
		assertThat(this.peer.exchange("{\"t\":\"f/x\",\"d\":1,\"h\":{" + headers + "}}"))
			.containsExactly("{\"t\":\"f/x\",\"d\":1}");
		String more = headers.isEmpty() ? "" : "," + headers;
		if (!headers.contains("trace")) {
			assertThat(this.peer.exchange("{\"t\":\"f/x\",\"d\":1,\"h\":{" + PARENT + more + "}}"))
				.containsExactly("{\"t\":\"f/x\",\"d\":1,\"h\":{" + PARENT + "}}");
		}
	}

	@Test
	void configuredHeadersTravelInsteadOfTheDefaults() throws IOException {
		try (VwsTestApplication other = VwsTestApplication.start("vws.server.forward-headers=baggage,x-own");
				TestPeer peer = other.connect()) {
			peer.subscribe("f");
			assertThat(
					peer.exchange("{\"t\":\"f\",\"d\":1,\"h\":{" + PARENT + ",\"baggage\":\"a=\u00e4\",\"x\":\"1\"}}",
							"{\"t\":\"f\",\"d\":2,\"h\":{\"x-own\":\"\",\"X-Own\":\"1\",\"vws-x\":\"1\"}}"))
				.containsExactly("{\"t\":\"f\",\"d\":1,\"h\":{\"baggage\":\"a=\u00e4\"}}",
						"{\"t\":\"f\",\"d\":2,\"h\":{\"x-own\":\"\"}}");
		}
	}

	@Test
	void eachEventOfAClientBeginsATraceWhenTracesAreRestarted() throws IOException {
		try (VwsTestApplication other = VwsTestApplication.start("vws.server.trace=restart",
				"vws.server.forward-headers=traceparent,tracestate,baggage,x-own"); TestPeer peer = other.connect()) {
			peer.subscribe("f");
			List<String> received = peer.exchange(
					"{\"t\":\"f\",\"d\":1,\"h\":{" + PARENT + ",\"tracestate\":\"a=1\",\"baggage\":\"b=1\"}}",
					"{\"t\":\"f\",\"d\":1}", "{\"t\":\"f\",\"d\":1,\"h\":{" + PARENT + ",\"vws-link\":\"x\"}}");
			assertThat(received).hasSize(3)
				.doesNotHaveDuplicates()
				.allMatch((event) -> event
					.matches("\\{\"t\":\"f\",\"d\":1,\"h\":\\{\"traceparent\":\"00-[0-9a-f]{32}-[0-9a-f]{16}-01\"}}"))
				.noneMatch((event) -> event.contains("4bf92f3577b34da6a3ce929d0e0e4736"));
			assertThat(peer.exchange("{\"t\":\"f\",\"d\":1,\"h\":{\"x-own\":\"kept\"}}")).singleElement()
				.asString()
				.contains("\"x-own\":\"kept\"", "\"traceparent\":");
			other.bus().publish("f", 2);
			assertThat(peer.untilFence()).containsExactly("{\"t\":\"f\",\"d\":2}");
		}
	}

	@Test
	void payloadOfTheApplicationArrivesAsItsMapperWritesIt() throws IOException {
		app.bus().publish("f/app", new Object[] { 1L << 53, 0.1f, "<\u2028\uD83D\uDE00", null });
		app.bus().publish("f/app", null);
		assertThat(this.peer.untilFence()).containsExactly(
				"{\"t\":\"f/app\",\"d\":[9007199254740992,0.1,\"<\u2028\uD83D\uDE00\",null]}",
				"{\"t\":\"f/app\",\"d\":null}");
	}

}
