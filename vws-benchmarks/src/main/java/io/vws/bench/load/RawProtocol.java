package io.vws.bench.load;

import java.nio.ByteBuffer;

/**
 * No more than is needed to fan out: {@code S} and six digits register a client,
 * {@code P} and a payload go to all of them, {@code T}, six digits and a payload to one;
 * each is answered by {@code a}. The payload arrives bare.
 */
final class RawProtocol implements Protocol {

	@Override
	public String path() {
		return "/raw";
	}

	@Override
	public void subscribe(ByteBuffer out, int client, int id, String pattern) {
		out.put((byte) 'S');
		Ascii.padded(out, client, 6);
	}

	@Override
	public void publish(ByteBuffer out, int number, Destination destination, byte[] payload) {
		if (destination.client() < 0) {
			out.put((byte) 'P');
		}
		else {
			out.put((byte) 'T');
			Ascii.padded(out, destination.client(), 6);
		}
		out.put(payload);
	}

	@Override
	public void receive(Client client, ByteBuffer in, int from, int to, Inbox inbox) {
		if (to - from == 1 && in.get(from) == 'a') {
			inbox.acknowledged(client);
		}
		else {
			inbox.event(client, in, from, to);
		}
	}

}
