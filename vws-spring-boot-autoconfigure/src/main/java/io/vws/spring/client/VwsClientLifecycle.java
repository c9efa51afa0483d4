package io.vws.spring.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.vws.client.ClientState;
import io.vws.client.ConnectionEnd;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Connects a client when the application starts and closes it when the application stops.
 * Does not wait for the server, unless told to.
 */
public final class VwsClientLifecycle implements SmartLifecycle {

	/**
	 * Phase; higher than that of the web server's graceful shutdown, and lower than those
	 * in which the application's listeners handle what waits for them, since they may
	 * publish.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 896;

	private final VwsClient client;

	private final boolean autoStart;

	private final Duration timeout;

	private final @Nullable Function<String, RuntimeException> unreachable;

	/**
	 * Create the lifecycle of a client whose server may be away.
	 * @param autoStart whether to connect when the application starts
	 */
	public VwsClientLifecycle(VwsClient client, boolean autoStart) {
		this(client, autoStart, Duration.ZERO, null);
	}

	/**
	 * Create the lifecycle of a client whose server must be there.
	 * @param autoStart whether to connect when the application starts
	 * @param timeout longest time for the first attempt to connect
	 * @param unreachable makes what the start throws, from the reason why the first
	 * attempt failed; {@code null} to start anyway, and not to wait
	 */
	public VwsClientLifecycle(VwsClient client, boolean autoStart, Duration timeout,
			@Nullable Function<String, RuntimeException> unreachable) {
		this.client = client;
		this.autoStart = autoStart;
		this.timeout = timeout;
		this.unreachable = unreachable;
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStart;
	}

	@Override
	public void start() {
		CompletableFuture<String> failed = new CompletableFuture<>();
		Runnable remove = this.client.addListener(new VwsClientListener() {

			@Override
			public void closed(ConnectionEnd end) {
				failed.complete(end.reason());
			}

		});
		try {
			CompletableFuture<@Nullable String> connected = this.client.connect().thenApply((nothing) -> null);
			if (this.unreachable != null) {
				String reason = await(CompletableFuture.anyOf(connected, failed));
				if (reason != null) {
					throw this.unreachable.apply(reason);
				}
			}
		}
		finally {
			remove.run();
		}
	}

	/** Return why the first attempt failed, {@code null} if it did not. */
	private @Nullable String await(CompletableFuture<@Nullable Object> outcome) {
		try {
			return (String) outcome.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return "no answer within " + this.timeout;
		}
		catch (ExecutionException ex) {
			return String.valueOf(((ex.getCause() != null) ? ex.getCause() : ex).getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "interrupted";
		}
	}

	@Override
	public void stop() {
		this.client.close();
	}

	@Override
	public boolean isRunning() {
		ClientState state = this.client.status().state();
		return state != ClientState.IDLE && state != ClientState.CLOSED;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
