package io.vws.bench.load;

import java.nio.ByteBuffer;

/**
 * VWS: a JSON object per message, every publish acknowledged.
 */
final class VwsProtocol implements Protocol {

	private static final byte[] TOPIC = Ascii.bytes("{\"t\":\"");

	private static final byte[] DATA = Ascii.bytes("\",\"d\":");

	private static final byte[] ID = Ascii.bytes(",\"i\":");

	private static final byte[] ACK = Ascii.bytes("\"k\":\"a\"");

	private static final byte[] NACK = Ascii.bytes("\"k\":\"n\"");

	@Override
	public String path() {
		return "/vws";
	}

	@Override
	public void subscribe(ByteBuffer out, int client, int id, String pattern) {
		out.put(Ascii.bytes("{\"k\":\"s\",\"t\":\"" + pattern + "\",\"i\":" + id + "}"));
	}

	@Override
	public void publish(ByteBuffer out, int number, Destination destination, byte[] payload) {
		out.put(TOPIC).put(destination.topic()).put(DATA).put(payload).put(ID);
		Ascii.number(out, number);
		out.put((byte) '}');
	}

	@Override
	public void receive(Client client, ByteBuffer in, int from, int to, Inbox inbox) {
		if (to - from > 2 && in.get(from + 2) == 't') {
			inbox.event(client, in, from, to);
		}
		else if (Ascii.indexOf(in, from, to, ACK) >= 0) {
			inbox.acknowledged(client);
		}
		else if (Ascii.indexOf(in, from, to, NACK) >= 0) {
			inbox.refused(client, Ascii.text(in, from, to));
		}
		else {
			inbox.event(client, in, from, to);
		}
	}

}
