package io.vws.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.vws.log.RecordedLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server sends that makes no sense changes nothing.
 */
class HostileMessagesTests {

	private static final List<String> GARBAGE = List.of(" ", "x", "{", "{'k':'a'", "null", "true", "42", "'text'", "[]",
			"[{'t':'a','d':1}]", "{}", "{'d':1}", "{'t':null,'d':1}", "{'t':7,'d':1}", "{'t':['a'],'d':1}",
			"{'t':'','d':1}", "{'t':'a/+','d':1}", "{'t':'#','d':1}", "{'t':'a','t':'a','d':1}",
			"{'t':'a\\u0000','d':1}", "{'t':'a','d':1,'h':7}", "{'t':'a','d':1,'h':{'x':7}}", "{'t':'a','d':1}x",
			"{'t':'" + "a".repeat(2000) + "','d':1}", "{'t':'" + "a/".repeat(70) + "','d':1}", "{'k':{},'t':'a','d':1}",
			"{'t':'a','d':" + "[".repeat(600) + "}", "{'k':'a','i':1.5}", "{'k':'a','i':99999999999999999999}",
			"{'k':'a','i':{}}", "{'k':'a','i':2,'i':2}", "{'K':'a','I':2}", "{'k':'a','i':" + "1".repeat(2000) + "}");

	private static final List<String> IGNORED = List.of("", "{'k':'a'}", "{'k':'n'}", "{'k':'a','i':null}",
			"{'k':'a','i':'2'}", "{'k':'n','i':'2','e':'no'}", "{'k':'a','i':99}", "{'k':'n','i':99}",
			"{'k':'a','i':-2}", "{'k':'a','i':1}", "{'k':'n','i':1}", "{'k':'A','i':2}", "{'k':'x','i':2}",
			"{'k':'x','t':'a','d':1}", "{'k':'s','t':'a','i':2}", "{'k':'u','t':'a','i':2}", "{'k':'U','i':2}",
			"{'t':'unknown','d':1}", "{'t':'$a','d':1}", "{'k':'a','i':'" + "x".repeat(1000) + "'}");

	private final ClientFixture fixture = new ClientFixture();

	private final FakeLink link = this.fixture.open();

	private final Received received = this.fixture.subscribed(this.link, "a/#");

	private final CompletableFuture<Void> published = this.fixture.client.publish("b", 1);

	@Test
	void garbageIsIgnoredAndLoggedOnce() {
		this.fixture.listener.take();
		try (RecordedLog log = new RecordedLog()) {
			for (String message : GARBAGE) {
				this.link.receive(message.replace('\'', '"'));
			}
			this.link.receive(new byte[] { '{', (byte) 0xff, '}' }, true);
			assertThat(log.messages())
				.containsExactly("Ignored a message of ws://shop.example/vws that is not a VWS message");
		}
		assertThatNothingHappened();
	}

	@Test
	void eachPieceOfGarbageIsRecognized() {
		for (String message : GARBAGE) {
			ClientFixture other = new ClientFixture();
			FakeLink link = other.open();
			try (RecordedLog log = new RecordedLog()) {
				link.receive(message.replace('\'', '"'));
				assertThat(log.messages()).as(message).hasSize(1);
			}
		}
	}

	@Test
	void whatAnswersNothingOrIsUnknownIsIgnored() {
		this.fixture.listener.take();
		try (RecordedLog log = new RecordedLog()) {
			for (String message : IGNORED) {
				this.link.receive(message.replace('\'', '"'));
				this.link.receive(message.replace('\'', '"').getBytes(StandardCharsets.UTF_8), true);
			}
			assertThat(log.messages()).isEmpty();
		}
		assertThatNothingHappened();
	}

	private void assertThatNothingHappened() {
		assertThat(this.fixture.outcome(this.published)).isEqualTo("open");
		assertThat(this.fixture.listener.take()).isEmpty();
		assertThat(this.received.events).isEmpty();
		this.link.receive("{\"t\":\"a\",\"d\":\"still here\",\"x\":\"unknown key\"}");
		this.link.receive("{\"k\":\"a\",\"i\":2,\"t\":\"a\",\"x\":1}");
		assertThat(this.fixture.outcome(this.published)).isEqualTo("done");
		assertThat(this.received.events).containsExactly("a=\"still here\"");
		assertThat(this.fixture.client.status().state()).isEqualTo(ClientState.OPEN);
		assertThat(this.link.ends).isEmpty();
	}

}
