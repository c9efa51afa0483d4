package io.vws.bench.load;

import java.nio.ByteBuffer;

/**
 * MQTT 3.1.1. The publisher asks for QoS 1, so that each publish is answered; subscribers
 * ask for QoS 0. Packets need not begin and end with frames.
 */
final class MqttProtocol implements Protocol {

	private static final long RUN = ProcessHandle.current().pid();

	@Override
	public String path() {
		return "/mqtt";
	}

	@Override
	public String subprotocol() {
		return "mqtt";
	}

	@Override
	public boolean isBinary() {
		return true;
	}

	@Override
	public void connect(ByteBuffer out, int client) {
		byte[] name = Ascii.bytes("vws-" + RUN + "-" + client);
		out.put((byte) 0x10);
		length(out, 10 + 2 + name.length);
		text(out, Ascii.bytes("MQTT"));
		out.put((byte) 4).put((byte) 2).put((byte) 0).put((byte) 0);
		text(out, name);
	}

	@Override
	public void subscribe(ByteBuffer out, int client, int id, String pattern) {
		out.put((byte) 0x82);
		length(out, 2 + 2 + pattern.length() + 1);
		twoBytes(out, id);
		text(out, Ascii.bytes(pattern));
		out.put((byte) 0);
	}

	@Override
	public void publish(ByteBuffer out, int number, Destination destination, byte[] payload) {
		out.put((byte) 0x32);
		length(out, 2 + destination.topic().length + 2 + payload.length);
		text(out, destination.topic());
		twoBytes(out, number % 65535 + 1);
		out.put(payload);
	}

	@Override
	public void receive(Client client, ByteBuffer in, int from, int to, Inbox inbox) {
		ByteBuffer carried = client.carried();
		if (carried == null) {
			int end = packets(client, in, from, to, inbox);
			if (end < to) {
				client.carry(in, end, to);
			}
			return;
		}
		client.carry(in, from, to);
		carried = client.carried();
		if (carried != null) {
			int end = packets(client, carried, 0, carried.position(), inbox);
			client.dropCarried(end);
		}
	}

	private int packets(Client client, ByteBuffer in, int from, int to, Inbox inbox) {
		int at = from;
		while (to - at >= 2) {
			int length = 0;
			int shift = 0;
			int body = at + 1;
			byte digit;
			do {
				digit = in.get(body++);
				length |= (digit & 0x7f) << shift;
				shift += 7;
			}
			while (digit < 0 && body < to);
			if (digit < 0 || to - body < length) {
				break;
			}
			packet(client, in, (in.get(at) & 0xf0) >> 4, body, body + length, inbox);
			at = body + length;
		}
		return at;
	}

	private void packet(Client client, ByteBuffer in, int type, int from, int to, Inbox inbox) {
		switch (type) {
			case 2 -> {
				if (in.get(from + 1) == 0) {
					inbox.connected(client);
				}
				else {
					inbox.refused(client, "CONNACK " + in.get(from + 1));
				}
			}
			case 3 -> inbox.event(client, in, from, to);
			case 4 -> inbox.acknowledged(client);
			case 9 -> {
				if (in.get(to - 1) < 0) {
					inbox.refused(client, "SUBACK " + in.get(to - 1));
				}
				else {
					inbox.acknowledged(client);
				}
			}
			default -> {
			}
		}
	}

	private static void length(ByteBuffer out, int length) {
		int rest = length;
		while (rest > 127) {
			out.put((byte) (rest & 127 | 128));
			rest >>= 7;
		}
		out.put((byte) rest);
	}

	private static void text(ByteBuffer out, byte[] text) {
		twoBytes(out, text.length);
		out.put(text);
	}

	private static void twoBytes(ByteBuffer out, int number) {
		out.put((byte) (number >> 8)).put((byte) number);
	}

}
