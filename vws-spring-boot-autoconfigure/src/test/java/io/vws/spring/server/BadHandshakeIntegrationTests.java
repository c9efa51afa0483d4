package io.vws.spring.server;

import java.io.IOException;

import io.vws.test.HttpAnswer;
import io.vws.test.LogAssertions;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for upgrades that no client should ask for: they are refused by a status, and
 * nothing of them is logged.
 */
@Tag("tomcat")
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class BadHandshakeIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			header                   | value                         | status
			Connection               | PAYLOAD                       | 400
			Connection               | close                         | 400
			Upgrade                  | PAYLOAD                       | 404
			Sec-WebSocket-Version    | PAYLOAD                       | 426
			Sec-WebSocket-Version    | 12                            | 426
			Sec-WebSocket-Version    | ``                            | 426
			Sec-WebSocket-Protocol   | ``                            | 101
			Sec-WebSocket-Protocol   | vws, bearer.TOKEN             | 101
			Sec-WebSocket-Protocol   | ,,,"PAYLOAD                   | 101
			Sec-WebSocket-Extensions | PAYLOAD                       | 101
			Sec-WebSocket-Extensions | ;;=,"PAYLOAD                  | 101
			Sec-WebSocket-Extensions | permessage-deflate;=;"PAYLOAD | 101
			Authorization            | Bearer TOKEN                  | 101
			Authorization            | TOKEN                         | 101
			Cookie                   | JSESSIONID=TOKEN              | 101
			Cookie                   | TOKEN=                        | 101
			Forwarded                | for=PAYLOAD                   | 101
			Accept-Language          | PAYLOAD;;;                    | 101
			Content-Type             | PAYLOAD                       | 101
			Transfer-Encoding        | PAYLOAD                       | 501
			Content-Length           | PAYLOAD                       | 400
			Content-Length           | -1                            | 400
			Expect                   | PAYLOAD                       | 417
			Host                     | ``                            | 101
			Host                     | localhost:99999               | 101
			Host                     | localhost:                    | 101
			Host                     | 1.2.3.4.5:1                   | 101
			Host                     | [::1]:1                       | 101
			""")
	void headerIsNotLogged(String header, String value, int status, CapturedOutput output) throws IOException {
		assertThatNothingIsSaid(Upgrade.to(app.port()).header(header, value), status, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			path                     | status
			/vws?access_token=TOKEN  | 101
			/vws?TOKEN=%zz           | 101
			/vws?%                   | 101
			/vws?a=%ff%feTOKEN       | 101
			/vws/TOKEN               | 404
			/vws%00TOKEN             | 400
			/vws%2fTOKEN             | 400
			""")
	void pathIsNotLogged(String path, int status, CapturedOutput output) throws IOException {
		assertThatNothingIsSaid(Upgrade.to(app.port()).path(path), status, output);
	}

	private static void assertThatNothingIsSaid(Upgrade upgrade, int status, CapturedOutput output) throws IOException {
		HttpAnswer answer = upgrade.answer();
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).doesNotContain("PAYLOAD", "TOKEN", "Exception");
		try (TestPeer peer = app.connect()) {
			assertThat(peer.untilFence()).isEmpty();
		}
		LogAssertions.assertThatNothingIsLogged(output);
	}

}
