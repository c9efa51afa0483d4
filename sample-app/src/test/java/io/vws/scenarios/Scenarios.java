package io.vws.scenarios;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What the scenarios of all clients share: the application, clients of one kind, and how
 * to wait. Everything but what is below {@code $secret} is allowed; below a plain level,
 * it would forbid {@code #} as well.
 */
@Timeout(120)
@SpringBootTest(classes = ScenarioApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"vws.server.rate.messages-per-second=0", "vws.server.authorization.subscribe[0].topic=$secret/#",
		"vws.server.authorization.subscribe[0].access=denyAll", "vws.server.authorization.subscribe[1].topic=#",
		"vws.server.authorization.subscribe[1].access=permitAll",
		"vws.server.authorization.subscribe[2].topic=$kitchen/#",
		"vws.server.authorization.subscribe[2].access=permitAll", "vws.server.authorization.publish[0].topic=$secret/#",
		"vws.server.authorization.publish[0].access=denyAll", "vws.server.authorization.publish[1].topic=#",
		"vws.server.authorization.publish[1].access=permitAll", "vws.server.authorization.publish[2].topic=$kitchen/#",
		"vws.server.authorization.publish[2].access=permitAll" })
abstract class Scenarios {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final List<VwsClient> clients = new ArrayList<>();

	/** Make a client that is not connected yet. */
	abstract VwsClient newClient();

	@AfterEach
	void closeClients() {
		this.clients.forEach(VwsClient::close);
	}

	VwsClient client() {
		VwsClient client = newClient();
		this.clients.add(client);
		return client;
	}

	VwsClient connected() {
		VwsClient client = client();
		join(client.connect());
		return client;
	}

	/** Subscribe, and return the payloads that come. */
	static BlockingQueue<String> subscribe(VwsClient client, String pattern) {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		join(client.subscribe(pattern, (event) -> received.add(event.json())).ready());
		return received;
	}

	static BlockingQueue<Throwable> failures(VwsClient client) {
		BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
		client.addListener(new VwsClientListener() {
			@Override
			public void failed(Throwable failure, @Nullable String pattern) {
				failures.add(failure);
			}
		});
		return failures;
	}

	/** Return what is thrown, at once or by the future. */
	static Throwable failure(ThrowingCallable call) {
		Throwable failure = catchThrowable(call);
		return (failure instanceof CompletionException) ? failure.getCause() : failure;
	}

	static void join(CompletableFuture<Void> future) {
		future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	static <T> T next(BlockingQueue<T> received) {
		try {
			T next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(next).isNotNull();
			return next;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
