package io.vws.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@link ReadBatch} before the threads that a server writes with.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReadBatchTests {

	@Test
	void fewTasksWhileReadingThenTheReadingThreadRunsThemAtTheEnd() {
		try (WriterThreads threads = WriterThreads.create()) {
			Executor loop = threads.writer(false);
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
		try (WriterThreads threads = WriterThreads.create()) {
			Executor loop = threads.writer(false);
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
		try (WriterThreads threads = WriterThreads.create(); ReadBatch batch = ReadBatch.begin()) {
			Executor loop = threads.writer(false);
			AtomicInteger ran = new AtomicInteger();
			loop.execute(ran::incrementAndGet);
			await().until(() -> {
				batch.messageHandled();
				return ran.get() == 1;
			});
		}
	}

	@Test
	void taskThatFailsWhileReadingThenTheOthersRun() {
		try (WriterThreads threads = WriterThreads.create()) {
			Executor loop = threads.writer(false);
			AtomicInteger ran = new AtomicInteger();
			try (ReadBatch batch = ReadBatch.begin()) {
				loop.execute(() -> {
					throw new IllegalStateException("Expected by the test");
				});
				loop.execute(ran::incrementAndGet);
				assertThat(batch).isNotNull();
			}
			assertThat(ran.get()).isOne();
		}
	}

	@Test
	void serverThatStopsWhileReadingThenEachTaskRunsAllTheSame() {
		AtomicInteger ran = new AtomicInteger();
		WriterThreads threads = WriterThreads.create();
		Executor loop = threads.writer(false);
		try (ReadBatch batch = ReadBatch.begin()) {
			for (int i = 0; i < 100; i++) {
				loop.execute(ran::incrementAndGet);
			}
			threads.close();
			assertThat(batch).isNotNull();
		}
		assertThat(ran.get()).isEqualTo(100);
	}

}
