package io.vws.scenarios;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClient;
import io.vws.server.VwsServer;
import io.vws.wire.NackCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios, seen by the module in Chromium. Where it differs from the Java clients,
 * as {@code vws.d.ts} says, there is a method here.
 */
@Tag("one-jdk")
class BrowserClientScenariosBrowserTests extends ServerClientScenarios {

	@AutoClose
	private static BrowserPage page;

	BrowserClientScenariosBrowserTests(@Autowired VwsServer server) {
		super(server);
	}

	@BeforeAll
	static void openPage(@LocalServerPort int port) throws IOException {
		page = new BrowserPage(port);
	}

	@Override
	VwsClient newClient() {
		return page.newClient();
	}

	/** Numbers are doubles. */
	@Override
	String afterTravelling(long number) {
		return Long.toString((long) (double) number);
	}

	@Override
	void assertRefused(Throwable failure, Class<? extends Throwable> type, NackCode code) {
		assertThat(failure).isInstanceOfSatisfying(RequestRefusedException.class,
				(refusal) -> assertThat(refusal.code()).isEqualTo(code.code()));
	}

	/** The module keeps it until it is connected again. */
	@Override
	void assertSubscriptionWhileClosed(VwsClient client) {
		CompletableFuture<Void> ready = client.subscribe("b", (event) -> {
		}).ready();
		assertThat(ready).isNotDone();
		join(client.connect());
		join(ready);
	}

}
