package io.vws.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

import io.vws.delivery.OverflowPolicy;
import io.vws.log.RecordedLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Notices}.
 */
class NoticesTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final Turns turns = new Turns();

	private final Notices notices = new Notices(this.turns, this.tasks::add);

	private final RecordingClientListener listener = new RecordingClientListener();

	private void run() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
		}
	}

	private void end(int code) {
		this.notices.closed(new ConnectionEnd(code, "", false));
	}

	@Test
	void whatHappensIsToldInOrderByOneTaskAtATime() {
		this.notices.add(this.listener);
		end(1);
		end(2);
		assertThat(this.listener.told).isEmpty();
		assertThat(this.tasks).hasSize(1);
		run();
		end(3);
		run();
		assertThat(this.listener.told).containsExactly("closed 1", "closed 2", "closed 3");
	}

	@Test
	void aListenerIsToldFromItsAddingToItsRemoval() {
		this.notices.add(new RecordingClientListener());
		end(1);
		Runnable remove = this.notices.add(this.listener);
		end(2);
		run();
		end(3);
		remove.run();
		remove.run();
		end(4);
		run();
		assertThat(this.listener.told).containsExactly("closed 2");
	}

	@Test
	void aListenerThatIsAddedTwiceIsRemovedOnce() {
		this.notices.add(this.listener);
		this.notices.add(this.listener).run();
		end(1);
		run();
		assertThat(this.listener.told).containsExactly("closed 1");
	}

	@Test
	void aListenerThatThrowsHarmsNobody() {
		this.notices.add(new VwsClientListener() {
			@Override
			public void closed(ConnectionEnd end) {
				throw new StackOverflowError("TOKEN");
			}
		});
		this.notices.add(this.listener);
		end(1);
		end(2);
		try (RecordedLog log = new RecordedLog()) {
			run();
			assertThat(log.messages()).isNotEmpty()
				.noneMatch((line) -> line.contains("TOKEN") || line.contains("TRACE"));
		}
		assertThat(this.listener.told).containsExactly("closed 1", "closed 2");
	}

	@Test
	void droppedEventsAreToldTogetherForEachPattern() {
		this.notices.dropped("a", OverflowPolicy.DROP_NEWEST);
		this.notices.add(this.listener);
		this.notices.add(this.listener);
		this.notices.dropped("a", OverflowPolicy.DROP_NEWEST);
		this.notices.dropped("b", OverflowPolicy.DROP_NEWEST);
		this.notices.dropped("a", OverflowPolicy.DROP_NEWEST);
		run();
		this.notices.dropped("a", OverflowPolicy.DROP_NEWEST);
		run();
		assertThat(this.listener.told).containsExactly("dropped 2 of a by DROP_NEWEST", "dropped 2 of a by DROP_NEWEST",
				"dropped 1 of b by DROP_NEWEST", "dropped 1 of b by DROP_NEWEST", "dropped 1 of a by DROP_NEWEST",
				"dropped 1 of a by DROP_NEWEST");
	}

	@Test
	void aStuckListenerCostsABoundedQueue() {
		this.notices.add(this.listener);
		try (RecordedLog log = new RecordedLog()) {
			for (int i = 0; i < 10_005; i++) {
				end(i);
			}
			this.notices.dropped("a", OverflowPolicy.DROP_NEWEST);
			assertThat(log.messages()).containsExactly("A listener of a client is stuck and is not told everything");
		}
		run();
		assertThat(this.listener.take()).hasSize(10_000);
		this.notices.dropped("a", OverflowPolicy.DROP_NEWEST);
		run();
		assertThat(this.listener.told).containsExactly("dropped 1 of a by DROP_NEWEST");
	}

	@Test
	void anExecutorThatRefusesIsAskedAgainForTheNext() {
		boolean[] refuses = { true };
		Notices notices = new Notices(this.turns, (task) -> {
			if (refuses[0]) {
				throw new RejectedExecutionException();
			}
			this.tasks.add(task);
		});
		notices.add(this.listener);
		notices.dropped("a", OverflowPolicy.DROP_NEWEST);
		refuses[0] = false;
		notices.dropped("a", OverflowPolicy.DROP_NEWEST);
		run();
		assertThat(this.listener.told).containsExactly("dropped 1 of a by DROP_NEWEST");
	}

	@Test
	void aListenerMayChangeTheListeners() {
		List<Runnable> removals = new ArrayList<>();
		removals.add(this.notices.add(new VwsClientListener() {
			@Override
			public void closed(ConnectionEnd end) {
				removals.get(0).run();
				NoticesTests.this.notices.add(NoticesTests.this.listener);
			}
		}));
		end(1);
		run();
		end(2);
		run();
		assertThat(this.listener.told).containsExactly("closed 2");
	}

}
