package io.vws.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks for the headers of each attempt to connect. A call that takes longer than the
 * attempt serves the next one too, so that no more than one call is under way.
 */
final class FreshHeaders {

	private final ConnectHeaders source;

	private final Executor executor;

	private final AtomicReference<CompletableFuture<Map<String, String>>> last = new AtomicReference<>(
			CompletableFuture.completedFuture(Map.of()));

	FreshHeaders(ConnectHeaders source, Executor executor) {
		this.source = source;
		this.executor = executor;
	}

	/** Ask, on a thread of the executor. */
	CompletableFuture<Map<String, String>> ask() {
		CompletableFuture<Map<String, String>> mine = new CompletableFuture<>();
		CompletableFuture<Map<String, String>> asked = this.last
			.updateAndGet((earlier) -> earlier.isDone() ? mine : earlier);
		if (asked == mine) {
			try {
				this.executor.execute(() -> answer(mine));
			}
			catch (RejectedExecutionException ex) {
				mine.completeExceptionally(ex);
			}
		}
		return asked;
	}

	private void answer(CompletableFuture<Map<String, String>> asked) {
		try {
			asked.complete(Map.copyOf(this.source.headers()));
		}
		catch (Exception | Error ex) {
			asked.completeExceptionally(ex);
		}
	}

}
