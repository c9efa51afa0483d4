package io.vws.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

import io.vws.client.FakeTransport.Attempt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client without sockets, threads and clock: everything happens on the test's thread
 * when the test says so.
 */
final class ClientFixture {

	final ManualScheduler time = new ManualScheduler();

	final FakeTransport transport = new FakeTransport();

	final RecordingClientListener listener = new RecordingClientListener();

	/** What the executor was given. */
	final Queue<Runnable> tasks = new ArrayDeque<>();

	final VwsClient client;

	double random = 0.5;

	ClientFixture() {
		this((builder) -> builder);
	}

	ClientFixture(UnaryOperator<VwsClientBuilder> settings) {
		VwsClientBuilder builder = VwsClient.builder("ws://shop.example/vws?ticket=TOKEN")
			.executor(this.tasks::add)
			.listener(this.listener);
		this.client = settings.apply(builder).build(this.transport, this.time, () -> this.random, this.tasks::add);
	}

	/** Run what the executor was given, and what comes of it. */
	void run() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	void advance(Duration step) {
		run();
		this.time.advance(step, this::run);
		run();
	}

	/** The next attempt of the client to connect. */
	Attempt attempt() {
		run();
		return this.transport.next();
	}

	/** Connect the client. */
	FakeLink open() {
		this.client.connect();
		return reopen();
	}

	/** Take the attempt that is under way. */
	FakeLink reopen() {
		FakeLink link = attempt().accept();
		run();
		return link;
	}

	/** Cut the connection, and have the client connect again. */
	FakeLink cut(FakeLink link) {
		link.end(1006);
		advance(Duration.ofSeconds(5));
		return reopen();
	}

	/** An active subscription with what it got. */
	Received subscribed(FakeLink link, String pattern) {
		Received received = subscribe(pattern);
		assertThat(link.ackNext().get("t").asString()).isEqualTo(pattern);
		run();
		return received;
	}

	Received subscribe(String pattern) {
		return new Received(this.client, pattern);
	}

	/** Run what is to run, then say what became of a future. */
	String outcome(CompletableFuture<?> future) {
		run();
		if (!future.isDone()) {
			return "open";
		}
		try {
			future.join();
			return "done";
		}
		catch (CompletionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			return (cause instanceof RequestRefusedException refusal)
					? "refused " + refusal.code() + ": " + refusal.getMessage() : cause.getClass().getSimpleName();
		}
	}

}
