package io.vws.bench.load;

import java.nio.ByteBuffer;

/**
 * STOMP 1.2 with the destinations of Spring's simple broker, which answers neither a
 * subscribe nor a publish.
 */
final class StompProtocol implements Protocol {

	private static final byte[] SEND = Ascii.bytes("SEND\ndestination:/topic/");

	private static final byte[] LENGTH = Ascii.bytes("\ncontent-type:application/json\ncontent-length:");

	@Override
	public String path() {
		return "/stomp";
	}

	@Override
	public String subprotocol() {
		return "v12.stomp";
	}

	@Override
	public boolean acknowledgesSubscribe() {
		return false;
	}

	@Override
	public boolean acknowledgesPublish() {
		return false;
	}

	@Override
	public void connect(ByteBuffer out, int client) {
		out.put(Ascii.bytes("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\n\n\0"));
	}

	@Override
	public void subscribe(ByteBuffer out, int client, int id, String pattern) {
		out.put(Ascii.bytes("SUBSCRIBE\nid:" + id + "\ndestination:/topic/" + pattern.replace('+', '*') + "\n\n\0"));
	}

	@Override
	public void publish(ByteBuffer out, int number, Destination destination, byte[] payload) {
		out.put(SEND).put(destination.topic()).put(LENGTH);
		Ascii.number(out, payload.length);
		out.put((byte) '\n').put((byte) '\n').put(payload).put((byte) 0);
	}

	@Override
	public void receive(Client client, ByteBuffer in, int from, int to, Inbox inbox) {
		byte first = in.get(from);
		if (first == 'M') {
			inbox.event(client, in, from, to);
		}
		else if (first == 'C') {
			inbox.connected(client);
		}
		else if (first == 'E') {
			inbox.refused(client, Ascii.text(in, from, to));
		}
	}

}
