package io.vws.server;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a {@link VwsServer} has done since its start and what it holds now, for those who
 * ask from time to time. What comes in is counted once for each message. What goes out is
 * counted by each connection for itself, which costs next to nothing, and summed up when
 * somebody asks. Thread-safe.
 */
public final class ServerStatistics {

	private static final MessageKind[] KINDS = MessageKind.values();

	private static final MessageSize[] SIZES = MessageSize.values();

	private final Collection<VwsConnection> connections;

	private final LongAdder[] received = adders(KINDS.length * SIZES.length);

	private final LongAdder[] receivedBytes = adders(KINDS.length);

	private final LongAdder[] handlingNanos = adders(KINDS.length);

	private final LongAdder[] encoded = adders(SIZES.length);

	private final LongAdder pings = new LongAdder();

	private final LongAdder missedPongs = new LongAdder();

	private final LongAdder writeTimeouts = new LongAdder();

	/** What connections have sent that are no more. */
	private OutboundTraffic ended = OutboundTraffic.NONE;

	ServerStatistics(Collection<VwsConnection> connections) {
		this.connections = connections;
	}

	private static LongAdder[] adders(int count) {
		LongAdder[] adders = new LongAdder[count];
		for (int i = 0; i < count; i++) {
			adders[i] = new LongAdder();
		}
		return adders;
	}

	/**
	 * All connections together, at one moment.
	 *
	 * @param connections connections that are open or closing
	 * @param subscriptions what they are subscribed to
	 * @param queuedMessages messages that wait for their peers
	 * @param queuedBytes bytes that wait for their peers
	 * @param longestWrite how long the slowest peer has been taking what is written to it
	 * now; exact to a fraction of a second
	 * @param sent what these and all earlier connections have sent
	 */
	public record Totals(int connections, long subscriptions, long queuedMessages, long queuedBytes,
			Duration longestWrite, OutboundTraffic sent) {
	}

	/** A message has been handled. */
	void received(MessageKind kind, int bytes, long nanos) {
		this.received[kind.ordinal() * SIZES.length + MessageSize.of(bytes).ordinal()].increment();
		this.receivedBytes[kind.ordinal()].add(bytes);
		this.handlingNanos[kind.ordinal()].add(nanos);
	}

	/** An event has been encoded, once for all connections. */
	void encoded(int bytes) {
		this.encoded[MessageSize.of(bytes).ordinal()].increment();
	}

	void pinged() {
		this.pings.increment();
	}

	void missedPong() {
		this.missedPongs.increment();
	}

	void writeTimedOut() {
		this.writeTimeouts.increment();
	}

	/**
	 * A connection is no more; removed and counted at once, or it would be counted twice
	 * or not at all for a moment.
	 * @return whether it was there
	 */
	synchronized boolean remove(VwsConnection connection) {
		boolean removed = this.connections.remove(connection);
		if (removed) {
			this.ended = this.ended.plus(connection.sent());
		}
		return removed;
	}

	/**
	 * Sum up all connections. Takes time in proportion to their number.
	 */
	public synchronized Totals totals() {
		int count = 0;
		long subscriptions = 0;
		long messages = 0;
		long bytes = 0;
		Duration longest = Duration.ZERO;
		OutboundTraffic sent = this.ended;
		for (VwsConnection connection : this.connections) {
			count++;
			subscriptions += connection.subscriptionCount();
			messages += connection.queuedMessages();
			bytes += connection.queuedBytes();
			Duration write = connection.writingFor();
			longest = (write.compareTo(longest) > 0) ? write : longest;
			sent = sent.plus(connection.sent());
		}
		return new Totals(count, subscriptions, messages, bytes, longest, sent);
	}

	/**
	 * Messages that peers have sent, also those that were refused.
	 */
	public long received(MessageKind kind, MessageSize size) {
		return this.received[kind.ordinal() * SIZES.length + size.ordinal()].sum();
	}

	/**
	 * Messages of a kind that peers have sent, of whatever size.
	 */
	public long received(MessageKind kind) {
		long sum = 0;
		for (MessageSize size : SIZES) {
			sum += received(kind, size);
		}
		return sum;
	}

	/**
	 * Bytes of the messages that peers have sent.
	 */
	public long receivedBytes(MessageKind kind) {
		return this.receivedBytes[kind.ordinal()].sum();
	}

	/**
	 * Time that it took to handle the messages of a kind: to decode them, ask the rules,
	 * do what was asked and put the answer into the queue.
	 */
	public Duration handlingTime(MessageKind kind) {
		return Duration.ofNanos(this.handlingNanos[kind.ordinal()].sum());
	}

	/**
	 * Events that were encoded. Each is encoded once, however many peers get it, and not
	 * at all if none does.
	 */
	public long encoded(MessageSize size) {
		return this.encoded[size.ordinal()].sum();
	}

	/**
	 * Pings that were sent.
	 */
	public long pings() {
		return this.pings.sum();
	}

	/**
	 * Connections that were ended because their peer did not answer a ping in time.
	 */
	public long missedPongs() {
		return this.missedPongs.sum();
	}

	/**
	 * Connections that were ended because a write took too long.
	 */
	public long writeTimeouts() {
		return this.writeTimeouts.sum();
	}

}
