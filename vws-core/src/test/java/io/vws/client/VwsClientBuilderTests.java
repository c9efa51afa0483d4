package io.vws.client;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link VwsClientBuilder}.
 */
class VwsClientBuilderTests {

	@ParameterizedTest
	@ValueSource(strings = { "ws://localhost", "wss://shop.example:8443/vws?x=y", "http://localhost/vws",
			"https://shop.example/vws", "WS://localhost/vws", "Https://shop.example/vws" })
	void urlsOfAServer(String url) {
		try (VwsClient client = VwsClient.builder(url).build()) {
			assertThat(client.status().state()).isEqualTo(ClientState.IDLE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/vws", "localhost:8080/vws", "ftp://localhost/vws", "ws:///vws", "ws://",
			"ws://user:TOKEN@localhost/vws", "ws://localhost/vws#x", "ws://local host/vws", "ws:localhost",
			"ws://localhost/v ws?x=TOKEN" })
	void otherUrlsAreRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> VwsClient.builder(url)).withMessageNotContaining("TOKEN");
	}

	@ParameterizedTest
	@MethodSource
	void valuesThatMakeNoSenseAreRefused(UnaryOperator<VwsClientBuilder> setter) {
		VwsClientBuilder builder = VwsClient.builder("ws://localhost/vws");
		assertThatIllegalArgumentException().isThrownBy(() -> setter.apply(builder));
	}

	static Stream<UnaryOperator<VwsClientBuilder>> valuesThatMakeNoSenseAreRefused() {
		return Stream.of((builder) -> builder.connectTimeout(Duration.ZERO),
				(builder) -> builder.requestTimeout(Duration.ofSeconds(-1)),
				(builder) -> builder.requestTimeout(Duration.ofDays(365)),
				(builder) -> builder.pongTimeout(Duration.ZERO),
				(builder) -> builder.pingInterval(Duration.ofNanos(-1)),
				(builder) -> builder.pingInterval(Duration.ofSeconds(Long.MAX_VALUE)),
				(builder) -> builder.queueCapacity(-1), (builder) -> builder.queueBytes(0),
				(builder) -> builder.handlerCapacity(0), (builder) -> builder.maxMessageBytes(0), (builder) -> builder
					.httpClient(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()));
	}

	@Test
	void anHttpClientHasItsOwnProxy() {
		VwsClientBuilder builder = VwsClient.builder("ws://localhost/vws")
			.httpClient(HttpClient.newHttpClient())
			.proxy(ProxySelector.getDefault());
		assertThatIllegalStateException().isThrownBy(builder::build);
	}

	@Test
	void withoutRoomNothingWaitsForTheConnection() {
		ClientFixture fixture = new ClientFixture((builder) -> builder.queueCapacity(0));
		assertThat(fixture.client.send("a", 1)).isFalse();
		fixture.open();
		assertThat(fixture.client.send("a", 1)).isTrue();
	}

}
