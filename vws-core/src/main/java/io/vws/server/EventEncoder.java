package io.vws.server;

import java.util.function.Function;

import io.vws.bus.Event;
import io.vws.bus.EventRefusedException;
import io.vws.wire.Frame;
import io.vws.wire.VwsCodec;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;

/**
 * Encodes an event for all connections of a server that have the same names for its
 * topics. Two encoders of a server are equal if their names are. Thread-safe.
 */
final class EventEncoder implements Function<Event, Frame> {

	/** Stands for an event that is not sent. */
	static final Frame NOTHING = Frame.answer("");

	private final VwsCodec codec;

	private final int maxBytes;

	private final @Nullable OutboundTransforms transforms;

	private final ServerStatistics statistics;

	private final ClientNames names;

	/**
	 * Create an encoder that uses the names of the bus.
	 * @param maxBytes largest event that is sent
	 * @param transforms what clients get to see of events, {@code null} for all of it
	 * @param statistics told of each encoding
	 */
	EventEncoder(VwsCodec codec, int maxBytes, @Nullable OutboundTransforms transforms, ServerStatistics statistics) {
		this(codec, maxBytes, transforms, statistics, ClientNames.OF_THE_BUS);
	}

	private EventEncoder(VwsCodec codec, int maxBytes, @Nullable OutboundTransforms transforms,
			ServerStatistics statistics, ClientNames names) {
		this.codec = codec;
		this.maxBytes = maxBytes;
		this.transforms = transforms;
		this.statistics = statistics;
		this.names = names;
	}

	/** Return an encoder of the same server that uses other names. */
	EventEncoder with(ClientNames names) {
		return (names.equals(this.names)) ? this
				: new EventEncoder(this.codec, this.maxBytes, this.transforms, this.statistics, names);
	}

	/**
	 * Encode what clients get to see of an event.
	 * @return the frame or {@link #NOTHING}
	 * @throws EventRefusedException if it is too large or its payload cannot be written
	 */
	@Override
	public Frame apply(Event event) {
		Event shown = shown(event);
		return (shown != null) ? encode(shown) : NOTHING;
	}

	/**
	 * Return what clients get to see of an event.
	 * @return the event or {@code null} if they get nothing
	 */
	@Nullable Event shown(Event event) {
		return (this.transforms != null) ? this.transforms.shown(event) : event;
	}

	/**
	 * Encode an event as it is.
	 * @return the frame; {@link #NOTHING} if the topic has no name
	 * @throws EventRefusedException if it is too large or its payload cannot be written
	 */
	Frame encode(Event event) {
		String topic = this.names.name(event.topic());
		if (topic == null) {
			return NOTHING;
		}
		Frame frame = Frame.event(topic,
				this.codec.encode(new VwsMessage.Event(null, topic, event.payload().json(), event.headers())));
		if (frame.length() > this.maxBytes) {
			throw EventRefusedException.tooLarge(frame.length(), this.maxBytes);
		}
		this.statistics.encoded(frame.length());
		return frame;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EventEncoder encoder && encoder.codec == this.codec && encoder.names.equals(this.names);
	}

	@Override
	public int hashCode() {
		return this.names.hashCode();
	}

}
