package io.vws.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * {@link WriterThreads} as a server makes them.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WriterThreadsTests {

	@Test
	void writeWhenThreadsAreBlockedThenOthersRun() {
		try (WriterThreads threads = WriterThreads.create()) {
			CountDownLatch release = new CountDownLatch(1);
			AtomicInteger started = new AtomicInteger();
			for (int i = 0; i < WriterThreads.MAX_THREADS; i++) {
				threads.writer(true).execute(() -> {
					started.incrementAndGet();
					awaitQuietly(release);
				});
			}
			await().until(() -> {
				threads.check();
				return started.get() == WriterThreads.MAX_THREADS;
			});
			assertThat(threads.isExhausted()).isFalse();
			release.countDown();
		}
	}

	@Test
	void writeWhenThereAreManyTasksThenAllRun() {
		try (WriterThreads threads = WriterThreads.create()) {
			AtomicInteger done = new AtomicInteger();
			for (int i = 0; i < 20_000; i++) {
				threads.writer(true).execute(done::incrementAndGet);
			}
			await().until(() -> done.get() == 20_000);
		}
	}

	@Test
	void abortWhenWritersAreBlockedThenRunsAllTheSame() {
		try (WriterThreads threads = WriterThreads.create()) {
			CountDownLatch release = new CountDownLatch(1);
			AtomicInteger aborted = new AtomicInteger();
			for (int i = 0; i < WriterThreads.MAX_THREADS; i++) {
				threads.writer(true).execute(() -> awaitQuietly(release));
			}
			for (int i = 0; i < 100; i++) {
				threads.abort(aborted::incrementAndGet);
			}
			await().until(() -> aborted.get() == 100);
			release.countDown();
		}
	}

	@Test
	void writeWhenClosedThenRejectsAndAbortRunsOnTheCaller() {
		WriterThreads threads = WriterThreads.create();
		threads.close();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> threads.writer(true).execute(() -> {
			}));
		Thread[] ranOn = new Thread[1];
		threads.abort(() -> ranOn[0] = Thread.currentThread());
		assertThat(ranOn[0]).isSameAs(Thread.currentThread());
	}

	@Test
	void closeWhenTasksWaitThenTheyStillRun() {
		AtomicInteger done = new AtomicInteger();
		try (WriterThreads threads = WriterThreads.create()) {
			for (int i = 0; i < 1_000; i++) {
				threads.writer(true).execute(done::incrementAndGet);
				threads.abort(done::incrementAndGet);
			}
		}
		await().until(() -> done.get() == 2_000);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
