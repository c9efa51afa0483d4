package io.vws.spring.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an application hears of its connections, over real sockets.
 */
@Timeout(60)
class ConnectionEventsIntegrationTests {

	@AutoClose
	private static VwsTestApplication app;

	private List<String> heard = List.of();

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Listener.class, "vws.server.initial-subscriptions=news");
	}

	@BeforeEach
	void reset() {
		this.heard = app.bean(Listener.class).heard;
		this.heard.clear();
	}

	@Test
	void hearsOfAllInOrder() throws Exception {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("orders/#", "orders/#");
			peer.exchange("{\"k\":\"s\",\"t\":\"secret/#\"}", "{\"k\":\"u\",\"t\":\"orders/#\"}",
					"{\"k\":\"u\",\"t\":\"orders/#\"}", "{\"k\":\"s\",\"t\":\"last\"}");
			peer.socket().sendClose(1000, "done");
			assertThat(peer.socket().readCloseCode()).isEqualTo(1000);
		}
		await().until(() -> this.heard.size() == 6);
		assertThat(this.heard).containsExactly("opened", "subscribed news", "subscribed orders/#",
				"unsubscribed orders/#", "subscribed last", "closed 1000");
	}

	@Test
	void hearsOfAnAbruptEnd() throws Exception {
		try (TestPeer peer = app.connect()) {
			peer.subscribe("orders/#");
		}
		await().until(() -> this.heard.contains("closed 1006"));
		assertThat(this.heard).containsExactly("opened", "subscribed news", "subscribed orders/#", "closed 1006");
	}

	@Test
	void hearsOfTheEndWhenTheApplicationStops() throws Exception {
		VwsTestApplication stopping = VwsTestApplication.start(Listener.class);
		List<String> heard = stopping.bean(Listener.class).heard;
		try (TestPeer peer = stopping.connect()) {
			peer.subscribe("a");
			stopping.close();
		}
		assertThat(heard).containsExactly("opened", "subscribed a", "closed 1001");
	}

	/** Writes down what it hears. */
	static class Listener {

		final List<String> heard = new CopyOnWriteArrayList<>();

		@EventListener
		void opened(VwsConnectionEvent.Opened event) {
			this.heard.add("opened");
		}

		@EventListener
		void subscribed(VwsConnectionEvent.Subscribed event) {
			this.heard.add("subscribed " + event.pattern());
		}

		@EventListener
		void unsubscribed(VwsConnectionEvent.Unsubscribed event) {
			this.heard.add("unsubscribed " + event.pattern());
		}

		@EventListener
		void closed(VwsConnectionEvent.Closed event) {
			this.heard.add("closed " + event.reason().code());
		}

	}

}
