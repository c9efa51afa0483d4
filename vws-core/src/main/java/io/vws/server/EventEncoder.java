package io.vws.server;

import java.util.function.Function;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.wire.Frame;
import io.vws.wire.VwsCodec;
import io.vws.wire.VwsMessage;

/**
 * Encodes an event for all connections of a server. Thread-safe.
 */
final class EventEncoder implements Function<Event, Frame> {

	private final VwsCodec codec;

	private final int maxBytes;

	EventEncoder(VwsCodec codec, int maxBytes) {
		this.codec = codec;
		this.maxBytes = maxBytes;
	}

	/**
	 * Encode an event.
	 * @throws EventRefusedException if it is too large or its payload cannot be written
	 */
	@Override
	public Frame apply(Event event) {
		String topic = event.topic().text();
		Frame frame = Frame.event(topic,
				this.codec.encode(new VwsMessage.Event(null, topic, event.payload().json(), event.headers())));
		if (frame.length() > this.maxBytes) {
			throw EventRefusedException.tooLarge(frame.length(), this.maxBytes);
		}
		return frame;
	}

}
