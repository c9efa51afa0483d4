package io.vws.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Writes the messages of one connection, one after the other, since its socket takes the
 * next one only after the last one. Nobody waits for it: whoever adds a message, or
 * notices that the socket has taken one, goes on writing, and after a number of messages
 * leaves that to another thread. The turn guards all but the counter.
 */
final class LinkWriter {

	private static final int WRITES_IN_A_ROW = 64;

	private final ClientContext context;

	private final ClientLink link;

	private final Consumer<Request> written;

	private final Runnable broken;

	private final ArrayDeque<Request> ready = new ArrayDeque<>();

	/** Whether the socket has a message. */
	private boolean busy;

	private boolean stopped;

	private @Nullable Runnable last;

	/** Calls of {@link #write} that were not served yet; only the first one writes. */
	private final AtomicInteger calls = new AtomicInteger();

	/**
	 * Create a writer.
	 * @param written told, within a turn, what the socket has taken
	 * @param broken told, within a turn, that it takes no more
	 */
	LinkWriter(ClientContext context, ClientLink link, Consumer<Request> written, Runnable broken) {
		this.context = context;
		this.link = link;
		this.written = written;
		this.broken = broken;
	}

	/** Write a message after all others. */
	void add(Request request) {
		this.ready.add(request);
		this.context.turns().afterwards(this::write);
	}

	/** Take back a message that was not begun. */
	void remove(Request request) {
		this.ready.remove(request);
	}

	/** Write no more, and return what was not begun. */
	List<Request> stop() {
		this.stopped = true;
		List<Request> rest = new ArrayList<>(this.ready);
		this.ready.clear();
		return rest;
	}

	/** Do something after the last message, as soon as the turn is over. */
	void finish(Runnable last) {
		this.last = last;
		this.context.turns().afterwards(this::write);
	}

	private void write() {
		if (this.calls.getAndIncrement() == 0) {
			writeMany();
		}
	}

	private void writeMany() {
		int served = this.calls.get();
		for (int i = 0; i < WRITES_IN_A_ROW; i++) {
			writeNext();
			served = this.calls.addAndGet(-served);
			if (served == 0) {
				return;
			}
		}
		this.context.io().execute(this::writeMany);
	}

	private void writeNext() {
		Request request = this.context.turns().call(this::next);
		if (request != null) {
			this.link.send(request.takeText()).whenComplete((nothing, failure) -> {
				this.context.turns().run(() -> sent(request, failure));
				write();
			});
		}
	}

	private @Nullable Request next() {
		if (this.busy || this.stopped) {
			return null;
		}
		Request request = this.ready.poll();
		if (request == null) {
			end();
			return null;
		}
		this.busy = true;
		request.written();
		return request;
	}

	private void sent(Request request, @Nullable Throwable failure) {
		this.busy = false;
		if (failure == null) {
			this.written.accept(request);
		}
		else if (!this.stopped) {
			this.stopped = true;
			this.broken.run();
			end();
		}
	}

	private void end() {
		if (this.last != null) {
			this.stopped = true;
			this.context.turns().afterwards(this.last);
			this.last = null;
		}
	}

}
