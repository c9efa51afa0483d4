package io.vws.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.delivery.OverflowPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a client told, one line each.
 */
final class RecordingClientListener implements VwsClientListener {

	final List<String> told = new CopyOnWriteArrayList<>();

	final List<Gap> gaps = new CopyOnWriteArrayList<>();

	final List<Throwable> failures = new CopyOnWriteArrayList<>();

	@Override
	public void stateChanged(ClientStatus status, ClientState previous) {
		this.told.add(previous + " -> " + status.state());
	}

	@Override
	public void closed(ConnectionEnd end) {
		this.told.add("closed " + end.code() + (end.willReconnect() ? ", will reconnect" : ""));
	}

	@Override
	public void gap(Gap gap) {
		this.gaps.add(gap);
		this.told.add("gap " + String.join(" ", gap.patterns()));
	}

	@Override
	public void dropped(String pattern, OverflowPolicy policy, long events) {
		this.told.add("dropped " + events + " of " + pattern + " by " + policy);
	}

	@Override
	public void failed(Throwable failure, @Nullable String pattern) {
		this.failures.add(failure);
		this.told.add("failed " + failure.getClass().getSimpleName() + ((pattern != null) ? " " + pattern : ""));
	}

	/** What was told since the last call. */
	List<String> take() {
		List<String> taken = List.copyOf(this.told);
		this.told.clear();
		return taken;
	}

}
