package io.vws.bench.peer;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The subscribers of {@link LimitPeer}, and the frames on their way to all of them.
 */
final class LimitFanOut {

	private final Map<Integer, LimitConnection> subscribers = new HashMap<>();

	private final ByteBuffer frames = ByteBuffer.allocateDirect(1 << 20);

	private final boolean batch;

	LimitFanOut(boolean batch) {
		this.batch = batch;
	}

	void add(int number, LimitConnection connection) {
		this.subscribers.put(number, connection);
	}

	void remove(int number, LimitConnection connection) {
		this.subscribers.remove(number, connection);
	}

	/**
	 * Send a payload to all.
	 */
	void toAll(ByteBuffer payload) {
		if (this.frames.remaining() < payload.remaining() + LimitConnection.OVERHEAD) {
			flush();
		}
		LimitConnection.frame(this.frames, payload);
		if (!this.batch) {
			flush();
		}
	}

	/**
	 * Send a payload to one.
	 */
	void toOne(int number, ByteBuffer payload) {
		LimitConnection connection = this.subscribers.get(number);
		if (connection != null) {
			ByteBuffer frame = this.frames.slice(this.frames.position(), this.frames.remaining());
			LimitConnection.frame(frame, payload);
			connection.write(frame.flip());
		}
	}

	/**
	 * Write what waits.
	 */
	void flush() {
		if (this.frames.position() > 0) {
			this.frames.flip();
			this.subscribers.values().removeIf((connection) -> !connection.write(this.frames.rewind()));
			this.frames.clear();
		}
	}

}
