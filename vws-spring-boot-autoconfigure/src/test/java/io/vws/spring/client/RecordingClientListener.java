package io.vws.spring.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.vws.client.ClientState;
import io.vws.client.ClientStatus;
import io.vws.client.ConnectionEnd;
import io.vws.client.VwsClientListener;
import io.vws.delivery.OverflowPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a client told.
 */
final class RecordingClientListener implements VwsClientListener {

	final List<String> states = new CopyOnWriteArrayList<>();

	final List<ConnectionEnd> ends = new CopyOnWriteArrayList<>();

	final List<String> failures = new CopyOnWriteArrayList<>();

	final AtomicLong dropped = new AtomicLong();

	@Override
	public void stateChanged(ClientStatus status, ClientState previous) {
		this.states.add(previous + " to " + status.state());
	}

	@Override
	public void closed(ConnectionEnd end) {
		this.ends.add(end);
	}

	@Override
	public void failed(Throwable failure, @Nullable String pattern) {
		this.failures.add(failure.getClass().getSimpleName() + " at " + pattern);
	}

	@Override
	public void dropped(String pattern, OverflowPolicy policy, long events) {
		this.dropped.addAndGet(events);
	}

}
