package io.vws.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What the parts of one client share.
 *
 * @param turns guards the state of all parts
 * @param scheduler clock and timers
 * @param random from 0 to below 1
 * @param io runs what the client itself has to do on another thread
 * @param executor runs what users have to say
 * @param notices tells the listeners
 */
record ClientContext(Turns turns, Scheduler scheduler, DoubleSupplier random, Executor io, Executor executor,
		Notices notices) {

	/**
	 * Complete a future that a user has, once the turn is over and on a thread on which
	 * code may wait: what depends on the future runs there.
	 */
	void complete(CompletableFuture<Void> future, @Nullable Throwable failure) {
		Runnable completion = () -> {
			if (failure == null) {
				future.complete(null);
			}
			else {
				future.completeExceptionally(failure);
			}
		};
		this.turns.afterwards(() -> {
			try {
				this.executor.execute(completion);
			}
			catch (RejectedExecutionException ex) {
				completion.run(); // nobody may wait for ever
			}
		});
	}

}
