package io.vws.bench.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * All clients of one run: opens them, subscribes, publishes and closes. Whatever waits
 * here fails when the run's time is over.
 */
final class LoadSession implements AutoCloseable, EventLoop.Listener, Inbox {

	/** What the times in payloads count from. */
	static final long START_NANOS = System.nanoTime();

	/** Connections that open at the same time. */
	private static final int CONCURRENCY = 100;

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

	private final Target target;

	private final Protocol protocol;

	private final EventLoop loop = new EventLoop(this);

	private final Deliveries deliveries = new Deliveries();

	private final ByteBuffer message = EventLoop.buffer();

	private final byte[] upgrade;

	private final long deadline;

	private final List<Client> clients = new ArrayList<>();

	private int ready;

	private int ended;

	private boolean closing;

	private long refused;

	private @Nullable String firstRefusal;

	LoadSession(Target target, Timing timing) {
		this.target = target;
		this.protocol = target.protocol();
		this.upgrade = Upgrade.request(this.protocol.path(), target.port(), this.protocol.subprotocol());
		this.deadline = System.nanoTime() + (long) (timing.limitSeconds() * 1e9);
	}

	/**
	 * Open connections and subscribe.
	 * @param receiveBuffer bytes that the kernel may keep for each, or 0 for its default
	 */
	void open(List<Client> more, int receiveBuffer) {
		int before = this.ready;
		int opened = 0;
		while (this.ready < before + more.size()) {
			while (opened < more.size() && opened - (this.ready - before) < CONCURRENCY) {
				Client client = more.get(opened++);
				this.clients.add(client);
				this.loop.open(client, this.target.port(), receiveBuffer);
			}
			poll(TICK);
		}
	}

	/**
	 * Handle what happens within some time.
	 * @throws LoadException if the run's time is over, or a connection is
	 */
	void poll(long nanos) {
		if (System.nanoTime() > this.deadline) {
			throw new LoadException("Not finished in time: " + this.ready + " of " + this.clients.size()
					+ " connections ready, " + this.deliveries.delivered() + " deliveries");
		}
		this.loop.poll(nanos);
	}

	/**
	 * Handle what happens, for some time.
	 */
	void rest(double seconds) {
		long end = System.nanoTime() + (long) (seconds * 1e9);
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			poll(Math.min(left, TICK));
		}
	}

	/**
	 * Write a publish, which {@link #flush} sends.
	 * @return {@code false} if there is no room before a flush
	 */
	boolean publish(int number, Protocol.Destination destination, Payload payload) {
		this.message.clear();
		this.protocol.publish(this.message, number, destination, payload.bytes());
		return this.loop.append(opcode(), this.message.flip());
	}

	void flush(Client publisher) {
		this.loop.flush(publisher);
	}

	void stopReading(Client client) {
		this.loop.stopReading(client);
	}

	void wakeUp() {
		this.loop.wakeUp();
	}

	/**
	 * Publish until every subscriber has received something, then wait until nothing
	 * comes any more. Needed where a subscribe is not answered.
	 */
	void probe(Client publisher, Traffic traffic) {
		Payload payload = new Payload(Payload.MIN_SIZE);
		List<Client> waiting = new ArrayList<>(traffic.receivers());
		while (!waiting.isEmpty()) {
			for (Client client : waiting.subList(0, traffic.isBroadcast() ? 1 : waiting.size())) {
				payload.set(0, 0, Deliveries.PROBE, 0);
				if (!publish(0, traffic.destination(client), payload)) {
					break;
				}
			}
			flush(publisher);
			rest(0.1);
			waiting.removeIf((client) -> client.probed);
		}
		long stale;
		do {
			stale = this.deliveries.stale();
			rest(0.2);
		}
		while (stale != this.deliveries.stale());
	}

	Target target() {
		return this.target;
	}

	Protocol protocol() {
		return this.protocol;
	}

	Deliveries deliveries() {
		return this.deliveries;
	}

	long refused() {
		return this.refused;
	}

	@Nullable String firstRefusal() {
		return this.firstRefusal;
	}

	private int opcode() {
		return this.protocol.isBinary() ? ClientFrames.BINARY : ClientFrames.TEXT;
	}

	@Override
	public void opened(Client client) {
		this.loop.write(client, ByteBuffer.wrap(this.upgrade));
	}

	@Override
	public void upgraded(Client client) {
		client.state = Client.State.CONNECTING;
		this.message.clear();
		this.protocol.connect(this.message, client.number);
		if (this.message.flip().hasRemaining()) {
			this.loop.send(client, opcode(), this.message);
		}
		else {
			connected(client);
		}
	}

	@Override
	public void connected(Client client) {
		client.state = Client.State.SUBSCRIBING;
		for (int i = 0; i < client.patterns.size(); i++) {
			this.message.clear();
			this.protocol.subscribe(this.message, client.number, i + 1, client.patterns.get(i));
			this.loop.append(opcode(), this.message.flip());
		}
		this.loop.flush(client);
		if (client.patterns.isEmpty() || !this.protocol.acknowledgesSubscribe()) {
			subscribed(client);
		}
	}

	private void subscribed(Client client) {
		client.state = Client.State.READY;
		this.ready++;
	}

	@Override
	public void acknowledged(Client client) {
		if (client.state == Client.State.SUBSCRIBING) {
			if (++client.answers == client.patterns.size()) {
				subscribed(client);
			}
		}
		else {
			this.deliveries.answered();
		}
	}

	@Override
	public void refused(Client client, String reason) {
		if (client.state != Client.State.READY) {
			throw new LoadException("Connection " + client.number + " was refused: " + reason);
		}
		this.refused++;
		this.firstRefusal = (this.firstRefusal != null) ? this.firstRefusal : reason;
		this.deliveries.answered();
	}

	@Override
	public void event(Client client, ByteBuffer in, int from, int to) {
		this.deliveries.event(client, in, from, to);
	}

	@Override
	public void message(Client client, ByteBuffer in, int from, int to) {
		if (to > from) {
			this.protocol.receive(client, in, from, to, this);
		}
	}

	@Override
	public void control(Client client, int opcode, ByteBuffer in, int from, int to) {
		if (opcode == ClientFrames.PING) {
			this.loop.send(client, ClientFrames.PONG, in.duplicate().position(from).limit(to));
		}
		else if (opcode == ClientFrames.CLOSE && !this.closing) {
			String reason = Ascii.text(in, Math.min(to, from + 2), to);
			int code = (to - from >= 2) ? (in.get(from) & 0xff) << 8 | in.get(from + 1) & 0xff : 1005;
			this.loop.end(client, "closed with " + code + " " + reason);
		}
	}

	@Override
	public void ended(Client client, String reason) {
		this.ended++;
		if (!this.closing) {
			throw new LoadException("Connection " + client.number + " ended: " + reason);
		}
	}

	/**
	 * Close all connections, and give the server some time to do so first.
	 */
	@Override
	public void close() {
		this.closing = true;
		try {
			for (Client client : this.clients) {
				if (client.state.compareTo(Client.State.CONNECTING) >= 0) {
					this.loop.send(client, ClientFrames.CLOSE, ByteBuffer.wrap(new byte[] { 3, (byte) 232 }));
				}
			}
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
			while (this.ended < this.clients.size() && System.nanoTime() < end) {
				this.loop.poll(TICK);
			}
		}
		finally {
			this.loop.close();
		}
	}

}
