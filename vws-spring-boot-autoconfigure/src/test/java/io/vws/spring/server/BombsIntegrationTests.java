package io.vws.spring.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.Deflater;

import com.sun.management.ThreadMXBean;
import io.vws.bus.InMemoryEventBus;
import io.vws.server.VwsConnection;
import io.vws.test.LogAssertions;
import io.vws.test.RawFrame;
import io.vws.test.RawWebSocket;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what is small to send and meant to be large to handle, within a limit of 4 MB
 * for a message: each gets an answer or a close code, takes no memory out of proportion,
 * another client is served meanwhile and right after it, and nothing is left of it.
 */
@Tag("one-jdk")
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class BombsIntegrationTests {

	private static final int LIMIT = 4 * 1024 * 1024;

	private static final int MAX_SUBSCRIPTIONS = 50_000;

	private static final boolean ON_JETTY = ClassUtils.isPresent("org.eclipse.jetty.server.Server", null);

	/**
	 * Jetty says that a frame is too long before it looks whether it may be there at all,
	 * and does not read what it does not want.
	 */
	private static final Set<Integer> CODES_OF_JETTY = Set.of(1002, 1006, 1009);

	@AutoClose
	private static VwsTestApplication app;

	@AutoClose
	private TestPeer bystander;

	@AutoClose
	private TestPeer bomber;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start("vws.server.max-message-size=4MB", "vws.server.max-event-size=4MB",
				"vws.server.queue.max-bytes=16MB", "vws.server.queue.max-messages=200000",
				"vws.server.max-subscriptions=" + MAX_SUBSCRIPTIONS);
	}

	@BeforeEach
	void connect() throws IOException {
		await().until(() -> app.server().connections().isEmpty());
		this.bystander = app.connect();
		this.bystander.subscribe("alive");
		this.bomber = app.connect();
	}

	@AfterEach
	void nothingIsLeft(CapturedOutput output) throws IOException {
		assertThat(this.bystander.exchange("{\"t\":\"alive\",\"d\":1}")).containsExactly("{\"t\":\"alive\",\"d\":1}");
		this.bomber.close();
		await().until(() -> app.server().connections().size() == 1);
		assertThat(app.bean(InMemoryEventBus.class).subscriptionCount()).isOne();
		assertThat(app.server().connections()).extracting(VwsConnection::queuedBytes).containsOnly(0L);
		LogAssertions.assertThatNothingIsLogged(output);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.vws.spring.server.Bombs#messages")
	void messageIsAnswered(String name, String message, String answer) throws IOException {
		long before = allocatedByTheServer();
		assertThat(this.bomber.ask(message)).isEqualTo(answer);
		assertThatLittleWasAllocated(before, message.length());
		assertThat(this.bomber.ask("{\"k\":\"s\",\"t\":\"b\",\"i\":8}")).isEqualTo("a 8");
	}

	/**
	 * Another client asks one request after the other meanwhile, each of which is
	 * answered before the deadline of its socket.
	 */
	@Test
	void memoryAndOtherClientsAreUnaffected() throws Exception {
		List<String> bombs = Bombs.messages().map((bomb) -> (String) bomb.get()[1]).toList();
		throwAll(bombs); // what is loaded and pooled once
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Integer> served = CompletableFuture.supplyAsync(() -> serve(this.bystander, done));
		long used = usedMemory();
		long thrown = 0;
		while (thrown < 4 * LIMIT) { // so that what is kept would stand out
			throwAll(bombs);
			thrown += bombs.stream().mapToLong(String::length).sum();
		}
		assertThat(usedMemory() - used).isLessThan(2 * LIMIT);
		done.set(true);
		assertThat(served.get()).isGreaterThan(bombs.size());
	}

	private static int serve(TestPeer peer, AtomicBoolean done) {
		try {
			int answers = 0;
			while (!done.get()) {
				assertThat(peer.ask("{\"t\":\"a\",\"d\":1,\"i\":1}")).isEqualTo("a 1");
				answers++;
			}
			return answers;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void throwAll(List<String> bombs) throws IOException {
		for (String bomb : bombs) {
			assertThat(this.bomber.exchange(bomb)).hasSize(1);
		}
	}

	private static long usedMemory() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/**
	 * Memory that all of its threads took since they began, whether it is free again or
	 * not.
	 */
	private static long allocatedByTheServer() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
			.filter((thread) -> thread != null && thread.getThreadName().matches("(http|vws)-.*"))
			.mapToLong((thread) -> threads.getThreadAllocatedBytes(thread.getThreadId()))
			.sum();
	}

	/** In proportion to what was sent, not to what it was meant to become. */
	private static void assertThatLittleWasAllocated(long before, int sent) {
		assertThat(allocatedByTheServer() - before).isLessThan(32L * sent + 2 * LIMIT);
	}

	@Test
	void payloadThatIsTakenArrives() throws IOException {
		this.bystander.subscribe("b");
		String names = Bombs.list("{", (i) -> "\"" + Bombs.sameHash(i) + "\":0", "}");
		assertThat(this.bomber.ask(Bombs.event(names))).isEqualTo("a 7");
		assertThat(this.bystander.untilFence()).containsExactly("{\"t\":\"b\",\"d\":" + names + "}");
		assertThat(this.bystander.ask("{\"k\":\"u\",\"t\":\"b\",\"i\":9}")).isEqualTo("a 9");
	}

	static Stream<Arguments> frames() {
		byte[] zeros = deflated(64 * 1024 * 1024);
		return Stream.of(Arguments.of("compressed", 1002, RawWebSocket.frame(0xC1, zeros)),
				Arguments.of("compressed, binary", 1002, RawWebSocket.frame(0xC2, zeros)),
				Arguments.of("compressed, in parts", 1002, RawWebSocket.frame(0x41, zeros)),
				Arguments.of("length with the top bit set", 1002, header(0x82, 0x80000000_00000000L, 0)),
				Arguments.of("length of all bits", 1002, header(0x81, -1, 0)),
				Arguments.of("longest length", 1009, header(0x82, Long.MAX_VALUE, LIMIT + 10_000)),
				Arguments.of("longest length of text", 1009, header(0x81, Long.MAX_VALUE, LIMIT + 10_000)),
				Arguments.of("longest length of a ping", 1002, header(0x89, Long.MAX_VALUE, 0)),
				Arguments.of("message without an end", 1009, parts(LIMIT + 1, 1024, false)));
	}

	private static byte[] deflated(int zeros) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(new byte[zeros]);
		deflater.finish();
		byte[] deflated = new byte[zeros / 100];
		int length = deflater.deflate(deflated);
		assertThat(deflater.finished()).isTrue();
		deflater.end();
		return ByteBuffer.allocate(length).put(deflated, 0, length).array();
	}

	/** A frame that says it is longer than it is. */
	private static byte[] header(int first, long length, int bytes) {
		return ByteBuffer.allocate(14 + bytes)
			.put((byte) first)
			.put((byte) (0x80 | 127))
			.putLong(length)
			.putInt(0) // the key, so that the content is zeros
			.array();
	}

	/** Frames of a text message that is JSON if it has an end. */
	private static byte[] parts(int bytes, int size, boolean end) {
		byte[] message = ("{\"t\":\"b\",\"i\":7,\"d\":\"" + "x".repeat(bytes - 22) + "\"}")
			.getBytes(StandardCharsets.US_ASCII);
		assertThat(message).hasSize(bytes);
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int start = 0; start < bytes; start += size) {
			byte[] part = Arrays.copyOfRange(message, start, Math.min(start + size, bytes));
			frames.writeBytes(RawWebSocket.frame((start == 0) ? RawFrame.TEXT : RawFrame.CONTINUATION, part));
		}
		if (end) {
			frames.writeBytes(RawWebSocket.frame(0x80, new byte[0]));
		}
		return frames.toByteArray();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("frames")
	void framesEndTheConnection(String name, int code, byte[] frames) throws IOException {
		long before = allocatedByTheServer();
		assertThat(closeCodeAfter(frames)).isIn(ON_JETTY ? CODES_OF_JETTY : Set.of(code));
		assertThatLittleWasAllocated(before, frames.length);
	}

	private int closeCodeAfter(byte[] frames) throws IOException {
		try {
			this.bomber.socket().sendRaw(frames);
			return this.bomber.socket().readCloseCode();
		}
		catch (SocketException ex) {
			return 1006;
		}
	}

	@Test
	void compressedFrameEndsTheConnectionAlsoIfCompressionWasOffered() throws IOException {
		try (RawWebSocket socket = Upgrade.to(app.port())
			.header("Sec-WebSocket-Extensions", "permessage-deflate")
			.open()) {
			socket.sendRaw(RawWebSocket.frame(0xC1, deflated(64 * 1024 * 1024)));
			assertThat(socket.readCloseCode()).isEqualTo(1002);
		}
	}

	@Test
	void messageOfAHundredThousandFramesOfOneByteIsTaken() throws IOException {
		this.bomber.socket().sendRaw(parts(100_000, 1, true));
		assertThat(this.bomber.untilFence()).containsExactly("{\"k\":\"a\",\"i\":7}");
	}

	@Test
	void messageOfAHundredThousandEmptyFramesIsTaken() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(RawWebSocket.frame(RawFrame.TEXT, new byte[0]));
		for (int i = 0; i < 100_000; i++) {
			frames.writeBytes(RawWebSocket.frame(RawFrame.CONTINUATION, new byte[0]));
		}
		frames.writeBytes(RawWebSocket.frame(0x80, Bombs.event("1").getBytes(StandardCharsets.US_ASCII)));
		this.bomber.socket().sendRaw(frames.toByteArray());
		assertThat(this.bomber.untilFence()).containsExactly("{\"k\":\"a\",\"i\":7}");
	}

	@Test
	void messageInSegmentsOfOneByteIsTaken() throws IOException {
		for (byte b : RawWebSocket.frame(0x81,
				Bombs.event("\"" + "x".repeat(5000) + "\"").getBytes(StandardCharsets.US_ASCII))) {
			this.bomber.socket().sendRaw(new byte[] { b });
		}
		assertThat(this.bomber.untilFence()).containsExactly("{\"k\":\"a\",\"i\":7}");
	}

	@Test
	void messageAfterMessageOfNothingIsIgnored() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < 100_000; i++) {
			frames.writeBytes(RawWebSocket.frame(0x81, new byte[0]));
		}
		this.bomber.socket().sendRaw(frames.toByteArray());
		assertThat(this.bomber.untilFence()).isEmpty();
	}

	@Test
	void hundredThousandSubscriptionsAreTakenUpToTheLimit() throws IOException {
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
			try {
				for (int i = 0; i < 2 * MAX_SUBSCRIPTIONS; i++) {
					this.bomber.send("{\"k\":\"s\",\"t\":\"" + Bombs.sameHash(i) + "/+/#\",\"i\":" + i + "}");
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		for (int i = 0; i < 2 * MAX_SUBSCRIPTIONS; i++) {
			assertThat(TestPeer.shorten(this.bomber.next()))
				.isEqualTo((i < MAX_SUBSCRIPTIONS) ? "a " + i : "n " + i + " too-many-subscriptions");
		}
		sent.join();
		assertThat(app.bean(InMemoryEventBus.class).subscriptionCount()).isEqualTo(MAX_SUBSCRIPTIONS + 1);
		assertThat(this.bystander.exchange("{\"t\":\"alive\",\"d\":1}")).containsExactly("{\"t\":\"alive\",\"d\":1}");
	}

}
