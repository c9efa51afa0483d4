package io.vws.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link GrowingPool}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GrowingPoolTests {

	private static final int MAX_THREADS = 8;

	private final GrowingPool pool = new GrowingPool(2, MAX_THREADS, Thread::new);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger started = new AtomicInteger();

	private final AtomicInteger done = new AtomicInteger();

	@AfterEach
	void stop() {
		this.release.countDown();
		this.pool.shutdown();
	}

	@Test
	void executeWhenTasksAreShortThenNoThreadIsAdded() {
		for (int i = 0; i < 10_000; i++) {
			this.pool.execute(this.done::incrementAndGet);
		}
		await().until(() -> this.done.get() == 10_000);
		this.pool.adapt();
		assertThat(this.pool.getCorePoolSize()).isEqualTo(2);
	}

	@Test
	void adaptWhenAllThreadsAreStuckThenGrowsToItsBoundAndShrinksAgain() {
		block(MAX_THREADS);
		untilStarted(MAX_THREADS);
		assertThat(this.pool.isExhausted()).isFalse();
		block(5);
		await().until(this.pool::isExhausted);
		this.pool.adapt();
		assertThat(this.pool.getPoolSize()).isEqualTo(MAX_THREADS);
		assertThat(this.started).hasValue(MAX_THREADS);
		this.release.countDown();
		await().until(() -> this.done.get() == MAX_THREADS + 5);
		await().until(() -> {
			this.pool.adapt();
			return this.pool.getCorePoolSize() == 2;
		});
		assertThat(this.pool.isExhausted()).isFalse();
	}

	/** Nobody has to look at the clock: the next task that comes makes the pool grow. */
	@Test
	void executeWhenAllThreadsAreStuckThenGrows() {
		block(2);
		untilStarted(2);
		await().until(() -> {
			this.pool.execute(this.done::incrementAndGet);
			return this.done.get() > 0;
		});
	}

	private void block(int tasks) {
		for (int i = 0; i < tasks; i++) {
			this.pool.execute(() -> {
				this.started.incrementAndGet();
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				this.done.incrementAndGet();
			});
		}
	}

	private void untilStarted(int tasks) {
		await().until(() -> {
			this.pool.adapt();
			return this.started.get() == tasks;
		});
	}

}
