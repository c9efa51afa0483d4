package io.vws.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.server.MessageKind;
import io.vws.delivery.OverflowPolicy;
import io.vws.server.ServerListener;
import io.vws.wire.NackCode;

/**
 * Remembers what a server told. To be given to {@link VwsTestApplication#start} as a
 * configuration.
 */
public class RecordingListener implements ServerListener {

	private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();

	private final List<String> refused = new CopyOnWriteArrayList<>();

	private final AtomicLong dropped = new AtomicLong();

	@Override
	public void closed(Peer peer, CloseReason reason, Duration age) {
		this.closeCodes.add(reason.code());
	}

	@Override
	public void refused(Peer peer, MessageKind kind, NackCode code) {
		this.refused.add(code.code());
	}

	@Override
	public void dropped(Peer peer, OverflowPolicy policy, long events) {
		this.dropped.addAndGet(events);
	}

	/**
	 * Codes with which connections ended, in order.
	 */
	public List<Integer> closeCodes() {
		return this.closeCodes;
	}

	/**
	 * Codes of the requests that were refused, in order.
	 */
	public List<String> refused() {
		return this.refused;
	}

	/**
	 * Number of events that the overflow policy dropped.
	 */
	public long dropped() {
		return this.dropped.get();
	}

}
