package io.vws.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
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

	/** A wake-up that is lost shows as a task that never runs. */
	@Test
	void writeWithoutWaitingByManyThreadsThenEachTaskRuns() throws Exception {
		try (WriterThreads threads = WriterThreads.create()) {
			Executor loop = threads.writer(false);
			AtomicInteger ran = new AtomicInteger();
			List<Thread> publishers = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Thread thread = new Thread(() -> {
					for (int task = 1; task <= 20_000; task++) {
						loop.execute(ran::incrementAndGet);
						if (task % 100 == 0) {
							Thread.yield(); // let it fall asleep now and then
						}
					}
				});
				thread.start();
				publishers.add(thread);
			}
			for (Thread thread : publishers) {
				thread.join();
			}
			await().until(() -> ran.get() == 80_000);
		}
	}

	@Test
	void writeWithoutWaitingOneByOneThenEachTaskRunsThoughTheThreadSleepsBetween() throws Exception {
		try (WriterThreads threads = WriterThreads.create()) {
			Executor loop = threads.writer(false);
			for (int i = 0; i < 5_000; i++) {
				CountDownLatch ran = new CountDownLatch(1);
				loop.execute(ran::countDown);
				assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
			}
		}
	}

	@Test
	void writeWithoutWaitingThatFailsThenOthersRun() throws Exception {
		try (WriterThreads threads = WriterThreads.create()) {
			Executor loop = threads.writer(false);
			CountDownLatch ran = new CountDownLatch(1);
			loop.execute(() -> {
				throw new AssertionError("Expected by the test");
			});
			loop.execute(ran::countDown);
			assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void writeWithoutWaitingWhenClosedThenIsRejected() {
		WriterThreads threads = WriterThreads.create();
		Executor loop = threads.writer(false);
		threads.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> loop.execute(() -> {
		}));
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
