package io.vws.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Publishes for some time, as fast as the window allows or at a fixed rate.
 */
final class Publishing {

	/** Publishes of one write. */
	private static final int BATCH = 32;

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

	private final LoadSession session;

	private final Client publisher;

	private final Traffic traffic;

	private final Payload payload;

	private final long patience;

	private byte run;

	private Window window = new Window(1);

	private int writtenOff;

	Publishing(LoadSession session, Client publisher, Traffic traffic, int size, Timing timing) {
		this.session = session;
		this.publisher = publisher;
		this.traffic = traffic;
		this.payload = new Payload(size);
		this.patience = (long) (timing.patienceSeconds() * 1e9);
	}

	/**
	 * Publish as fast as the window allows, then wait for what is under way.
	 */
	Stretch windowed(int size, double seconds) {
		long end = System.nanoTime() + (long) (seconds * 1e9);
		return windowed(size, () -> System.nanoTime() - end < 0);
	}

	/**
	 * Publish as fast as the window allows, as long as something holds.
	 */
	Stretch windowed(int size, BooleanSupplier more) {
		begin(size, null);
		boolean acknowledged = this.session.protocol().acknowledgesPublish();
		Usage before = Usage.now(this.session.target().pid());
		long start = System.nanoTime();
		long lastWork = start;
		long progress = start;
		long seen = 0;
		boolean publishing = true;
		while (publishing || !this.window.isEmpty(acknowledged)) {
			long now = System.nanoTime();
			if (this.session.deliveries().delivered() != seen) {
				seen = this.session.deliveries().delivered();
				lastWork = now;
				progress = now;
			}
			else if (now - progress > this.patience) {
				this.writtenOff++;
				this.window.writeOff();
				progress = now;
			}
			publishing = publishing && more.getAsBoolean();
			if (publishing) {
				lastWork = now;
				publish(Math.min(BATCH, this.window.room(acknowledged)), now);
			}
			this.session.poll(TICK);
		}
		return end(before, lastWork - start);
	}

	private void publish(int room, long now) {
		if (room <= 0 || this.publisher.unsent != null) {
			return;
		}
		for (int i = 0; i < room && add(now); i++) {
			// until the batch is complete
		}
		this.session.flush(this.publisher);
	}

	private boolean add(long time) {
		Protocol.Destination destination = this.traffic.next();
		int number = this.window.sent(this.traffic.isBroadcast() ? this.traffic.receivers().size() : 1);
		this.payload.set(this.traffic.sequence(), number, this.run, time - LoadSession.START_NANOS);
		if (!this.session.publish(number, destination, this.payload)) {
			this.session.flush(this.publisher);
			this.session.publish(number, destination, this.payload);
			return false;
		}
		return true;
	}

	/**
	 * Publish at a fixed rate. Times count from when a publish was due, so that a
	 * generator that falls behind hides nothing.
	 */
	Stretch paced(int rate, double seconds, LatencyHistogram latencies) {
		begin(rate * 60, latencies);
		int total = (int) Math.max(1, rate * seconds);
		long gap = TimeUnit.SECONDS.toNanos(1) / rate;
		Usage before = Usage.now(this.session.target().pid());
		long start = System.nanoTime();
		Thread clock = new Thread(() -> tick(start, gap, total), "pace");
		clock.setDaemon(true);
		clock.start();
		try {
			for (int published = 0; published < total;) {
				this.session.poll(TICK);
				while (published < total && start + (published + 1) * gap - System.nanoTime() <= 0) {
					add(start + ++published * gap);
					this.session.flush(this.publisher);
				}
			}
		}
		finally {
			stop(clock);
		}
		awaitRest();
		return end(before, System.nanoTime() - start);
	}

	private static void stop(Thread clock) {
		clock.interrupt();
		try {
			clock.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitRest() {
		long progress = System.nanoTime();
		long seen = this.session.deliveries().delivered();
		boolean acknowledged = this.session.protocol().acknowledgesPublish();
		while (!this.window.isEmpty(acknowledged) && System.nanoTime() - progress < this.patience) {
			this.session.poll(TICK);
			if (this.session.deliveries().delivered() != seen) {
				seen = this.session.deliveries().delivered();
				progress = System.nanoTime();
			}
		}
	}

	/**
	 * Wakes the loop whenever a publish is due: a selector's own timeout is too coarse.
	 */
	private void tick(long start, long gap, int total) {
		for (int i = 1; i <= total && !Thread.currentThread().isInterrupted(); i++) {
			long due = start + i * gap;
			while (due - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			this.session.wakeUp();
		}
	}

	private void begin(int size, @Nullable LatencyHistogram latencies) {
		this.traffic.restart();
		this.traffic.receivers().forEach((client) -> client.sequence.reset(0));
		this.window = new Window(size);
		this.run = this.session.deliveries().begin(this.window, latencies);
		this.writtenOff = 0;
	}

	private Stretch end(Usage before, long nanos) {
		Usage usage = Usage.now(this.session.target().pid()).since(before);
		long expected = 0;
		for (Client client : this.traffic.receivers()) {
			expected += this.traffic.expected(client);
		}
		return new Stretch(this.window.sent(), expected, this.session.deliveries().delivered(),
				Math.max(1, nanos) / 1e9, this.writtenOff, usage);
	}

}
