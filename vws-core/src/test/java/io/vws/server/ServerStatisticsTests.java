package io.vws.server;

import java.time.Duration;

import io.vws.delivery.OverflowPolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.vws.server.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server counts.
 */
class ServerStatisticsTests {

	private static final String SUBSCRIBE = "{\"k\":\"s\",\"t\":\"a\"}";

	@AutoClose
	private final TestServer server = TestServer.create();

	private final ServerStatistics statistics = this.server.server.statistics();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"t":"a","d":1}          | EVENT
			{"t":"a","d":1,"k":""}   | EVENT
			{"t":"+","d":1}          | EVENT
			{"k":"s","t":"a"}        | SUBSCRIBE
			{"k":"s","t":"a/#/b"}    | SUBSCRIBE
			{"k":"u","t":"a"}        | UNSUBSCRIBE
			{"k":"U"}                | UNSUBSCRIBE_ALL
			{"k":"a"}                | ANSWER
			{"k":"x"}                | UNKNOWN
			{"k":"x                  | MALFORMED
			""")
	void countsMessagesByKind(String message, MessageKind kind) {
		this.server.connect("c1").send(message);
		for (MessageKind other : MessageKind.values()) {
			assertThat(this.statistics.received(other)).as(other.tag()).isEqualTo((other == kind) ? 1 : 0);
			assertThat(this.statistics.receivedBytes(other)).isEqualTo((other == kind) ? message.length() : 0);
			assertThat(this.statistics.handlingTime(other).isZero()).isEqualTo(other != kind);
		}
		assertThat(this.statistics.received(kind, MessageSize.UP_TO_128B)).isOne();
	}

	@Test
	void countsMessagesBySize() {
		TestClient client = this.server.connect("c1");
		client.send("{\"t\":\"a\",\"d\":\"" + "x".repeat(1000) + "\"}", "{\"t\":\"a\",\"d\":1}");
		assertThat(this.statistics.received(MessageKind.EVENT, MessageSize.UP_TO_1KB)).isOne();
		assertThat(this.statistics.received(MessageKind.EVENT)).isEqualTo(2);
	}

	/** Also when the connections that sent them are no more. */
	@Test
	void sumsUpWhatAllConnectionsHaveSent() {
		TestClient gone = this.server.connect("c1");
		TestClient stays = this.server.connect("c2");
		gone.ask(SUBSCRIBE);
		stays.ask(SUBSCRIBE);
		this.server.bus.publish("a", 1);
		gone.ask();
		stays.ask();
		OutboundTraffic one = gone.connection.sent();
		assertThat(one.events()).isOne();
		assertThat(one.eventBytes()).isEqualTo("{\"t\":\"a\",\"d\":1}".length());
		assertThat(one.messages()).isEqualTo(gone.transport.frames().size());
		assertThat(one.bytes()).isEqualTo(gone.transport.frames().stream().mapToInt(String::length).sum());
		OutboundTraffic all = this.statistics.totals().sent();
		assertThat(all).isEqualTo(one.plus(stays.connection.sent()));
		gone.connection.transportClosed(CloseReason.NORMAL);
		assertThat(this.statistics.totals().connections()).isOne();
		assertThat(this.statistics.totals().sent()).isEqualTo(all);
	}

	@Test
	void sumsUpWhatConnectionsHold() {
		TestClient first = this.server.connect("c1");
		TestClient second = this.server.connect("c2");
		first.ask(SUBSCRIBE, "{\"k\":\"s\",\"t\":\"b\"}");
		second.ask(SUBSCRIBE);
		assertThat(this.statistics.totals().subscriptions()).isEqualTo(3);
		second.ask("{\"k\":\"U\"}");
		assertThat(this.statistics.totals().subscriptions()).isEqualTo(2);
		first.transport.block();
		this.server.bus.publish("b", 1);
		ServerStatistics.Totals totals = this.statistics.totals();
		assertThat(totals.queuedMessages()).isOne();
		assertThat(totals.queuedBytes()).isEqualTo("{\"t\":\"b\",\"d\":1}".length());
		first.connection.transportClosed(CloseReason.NORMAL);
		totals = this.statistics.totals();
		assertThat(totals.connections()).isOne();
		assertThat(totals.subscriptions()).isZero();
	}

	@Test
	void encodesEachEventOnce() {
		this.server.bus.publish("a", 1);
		assertThat(this.statistics.encoded(MessageSize.UP_TO_128B)).isZero();
		this.server.connect("c1").ask(SUBSCRIBE);
		this.server.connect("c2").ask(SUBSCRIBE);
		this.server.bus.publish("a", 1);
		assertThat(this.statistics.encoded(MessageSize.UP_TO_128B)).isOne();
	}

	@Test
	void countsDroppedEvents() {
		try (TestServer small = TestServer.create(TestServer.queue(4, OverflowPolicy.DROP_OLDEST))) {
			TestClient slow = small.connect("slow");
			slow.ask(SUBSCRIBE);
			slow.transport.block();
			for (int i = 0; i < 20; i++) {
				small.bus.publish("a", i);
			}
			assertThat(slow.connection.sent().dropped()).isPositive()
				.isEqualTo(small.server.statistics().totals().sent().dropped());
			slow.transport.unblock();
			long got = slow.ask().size();
			assertThat(slow.connection.sent().dropped()).isEqualTo(20 - got);
			assertThat(slow.connection.sent().events()).isEqualTo(got);
		}
	}

	@Test
	void knowsHowLongAWriteHasTakenAndCountsThoseThatTookTooLong() {
		TestClient slow = this.server.connect("slow");
		slow.ask(SUBSCRIBE);
		assertThat(this.statistics.totals().longestWrite()).isZero();
		slow.transport.block();
		this.server.stopClock();
		this.server.bus.publish("a", 1);
		this.server.server.clock().advance(Duration.ofSeconds(3).toNanos());
		assertThat(this.statistics.totals().longestWrite()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
		assertThat(this.statistics.writeTimeouts()).isZero();
		this.server.advanceUntil(Duration.ofSeconds(3), () -> {
			slow.connection.check();
			return slow.transport.calls.contains("abort 4008");
		});
		await().until(() -> this.server.server.connections().isEmpty());
		assertThat(this.statistics.writeTimeouts()).isOne();
		assertThat(this.statistics.totals().longestWrite()).isZero();
	}

	@Test
	void countsPingsAndMissedPongs() {
		try (TestServer pinging = TestServer.create(TestServer.pingsOnly())) {
			TestClient client = pinging.connect("c1");
			pinging.advanceUntil(Duration.ofSeconds(1), () -> client.transport.count("ping") == 1);
			client.connection.receivePong();
			await().until(() -> pinging.server.statistics().pings() == 1);
			assertThat(pinging.server.statistics().missedPongs()).isZero();
			pinging.advanceUntil(Duration.ofSeconds(1), () -> pinging.listener.calls.contains("closed c1 4012"));
			assertThat(pinging.server.statistics().pings()).isEqualTo(2);
			assertThat(pinging.server.statistics().missedPongs()).isOne();
		}
	}

	@Test
	void tellsOfEachSubscriptionOnceAndNotOfThoseThatEndWithTheConnection() {
		TestClient client = this.server.connect("c1");
		client.ask(SUBSCRIBE, SUBSCRIBE, "{\"k\":\"s\",\"t\":\"b/#\"}", "{\"k\":\"s\",\"t\":\"c\"}",
				"{\"k\":\"u\",\"t\":\"b/#\"}", "{\"k\":\"u\",\"t\":\"b/#\"}");
		assertThat(this.server.listener.subscriptions).containsExactly("subscribed c1 a", "subscribed c1 b/#",
				"subscribed c1 c", "unsubscribed c1 b/#");
		client.ask("{\"k\":\"U\"}", SUBSCRIBE);
		client.connection.transportClosed(CloseReason.NORMAL);
		assertThat(this.server.listener.subscriptions.subList(4, 7)).containsExactly("unsubscribed c1 a",
				"unsubscribed c1 c", "subscribed c1 a");
		assertThat(this.server.listener.subscriptions).hasSize(7);
	}

}
