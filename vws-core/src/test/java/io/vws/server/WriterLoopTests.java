package io.vws.server;

import java.util.ArrayList;
import java.util.List;
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
 * {@link WriterLoop} with its own thread, alone and behind a {@link ReadBatch}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WriterLoopTests {

	/** A wake-up that is lost shows as a task that never runs. */
	@Test
	void executeByManyThreadsThenEachTaskRuns() throws Exception {
		try (WriterLoop loop = new WriterLoop("loop", false)) {
			AtomicInteger ran = new AtomicInteger();
			List<Thread> threads = new ArrayList<>();
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
				threads.add(thread);
			}
			for (Thread thread : threads) {
				thread.join();
			}
			await().until(() -> ran.get() == 80_000);
		}
	}

	@Test
	void executeOneByOneThenEachTaskRunsThoughTheThreadSleepsBetween() throws Exception {
		try (WriterLoop loop = new WriterLoop("loop", false)) {
			for (int i = 0; i < 5_000; i++) {
				CountDownLatch ran = new CountDownLatch(1);
				loop.execute(ran::countDown);
				assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
			}
		}
	}

	@Test
	void taskThatFailsThenOthersRun() throws Exception {
		try (WriterLoop loop = new WriterLoop("loop", false)) {
			CountDownLatch ran = new CountDownLatch(1);
			loop.execute(() -> {
				throw new AssertionError("Expected by the test");
			});
			loop.execute(ran::countDown);
			assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void executeWhenClosedThenIsRejected() {
		WriterLoop loop = new WriterLoop("loop", false);
		loop.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> loop.execute(() -> {
		}));
	}

	@Test
	void fewTasksWhileReadingThenTheReadingThreadRunsThemAtTheEnd() {
		try (WriterLoop loop = new WriterLoop("loop", false)) {
			List<Thread> ranOn = new ArrayList<>();
			try (ReadBatch batch = ReadBatch.begin()) {
				loop.execute(() -> ranOn.add(Thread.currentThread()));
				ReadBatch.atEnd(() -> ranOn.add(Thread.currentThread()));
				assertThat(ranOn).isEmpty();
				assertThat(batch).isNotNull();
			}
			assertThat(ranOn).containsExactly(Thread.currentThread(), Thread.currentThread());
			ReadBatch.atEnd(() -> ranOn.add(Thread.currentThread()));
			assertThat(ranOn).hasSize(3);
		}
	}

	@Test
	void manyTasksWhileReadingThenTheLoopRunsThem() {
		try (WriterLoop loop = new WriterLoop("loop", false)) {
			Thread reader = Thread.currentThread();
			AtomicInteger elsewhere = new AtomicInteger();
			try (ReadBatch batch = ReadBatch.begin()) {
				for (int i = 0; i < 100; i++) {
					loop.execute(() -> {
						if (Thread.currentThread() != reader) {
							elsewhere.incrementAndGet();
						}
					});
				}
				assertThat(elsewhere.get()).isZero();
				assertThat(batch).isNotNull();
			}
			await().until(() -> elsewhere.get() == 100);
		}
	}

	@Test
	void handlingThatTakesLongThenTasksDoNotWaitForItsEnd() {
		try (WriterLoop loop = new WriterLoop("loop", false); ReadBatch batch = ReadBatch.begin()) {
			AtomicInteger ran = new AtomicInteger();
			loop.execute(ran::incrementAndGet);
			await().until(() -> {
				batch.messageHandled();
				return ran.get() == 1;
			});
		}
	}

}
