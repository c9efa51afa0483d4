package io.vws.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads WebSocket frames as a server sends them: not masked, sometimes several for one
 * message.
 */
final class ServerFrames {

	private static final int LARGEST = 1 << 17;

	private final Messages messages;

	/**
	 * Where messages go.
	 */
	interface Messages {

		/** A complete message. */
		void message(Client client, ByteBuffer in, int from, int to);

		/** A ping, a pong or a close. */
		void control(Client client, int opcode, ByteBuffer in, int from, int to);

	}

	ServerFrames(Messages messages) {
		this.messages = messages;
	}

	/**
	 * Read all complete frames.
	 * @return where the first incomplete frame begins
	 */
	int read(Client client, ByteBuffer in, int from, int to) {
		int at = from;
		while (to - at >= 2) {
			int length = in.get(at + 1) & 0x7f;
			int start = at + 2;
			if (length == 126) {
				if (to - at < 4) {
					break;
				}
				length = (in.get(at + 2) & 0xff) << 8 | in.get(at + 3) & 0xff;
				start = at + 4;
			}
			else if (length == 127) {
				if (to - at < 10) {
					break;
				}
				length = (int) Math.min(LARGEST + 1L, Long.reverseBytes(in.getLong(at + 2)));
				start = at + 10;
			}
			if (length > LARGEST || length < 0) {
				throw new LoadException("A frame of " + length + " bytes");
			}
			if (to - start < length) {
				break;
			}
			frame(client, in.get(at), in, start, start + length);
			at = start + length;
		}
		return at;
	}

	private void frame(Client client, int head, ByteBuffer in, int from, int to) {
		int opcode = head & 0x0f;
		if (opcode >= ClientFrames.CLOSE) {
			this.messages.control(client, opcode, in, from, to);
			return;
		}
		boolean last = head < 0;
		if (last && client.parts == null) {
			this.messages.message(client, in, from, to);
			return;
		}
		ByteBuffer parts = Client.append(client.parts, in, from, to).order(ByteOrder.LITTLE_ENDIAN);
		client.parts = parts;
		if (last) {
			client.parts = null;
			this.messages.message(client, parts, 0, parts.position());
		}
	}

}
