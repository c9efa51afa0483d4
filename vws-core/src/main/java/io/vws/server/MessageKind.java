package io.vws.server;

import java.util.Locale;

import io.vws.wire.VwsMessage;

/**
 * Kinds of the messages that peers send, for those who count: a closed list, whatever a
 * peer sends.
 */
public enum MessageKind {

	/** Something is published. */
	EVENT,

	/** A request for the events of a pattern. */
	SUBSCRIBE,

	/** The end of a subscription. */
	UNSUBSCRIBE,

	/** The end of all subscriptions of the connection. */
	UNSUBSCRIBE_ALL,

	/** An acknowledgment or a refusal, which a server ignores. */
	ANSWER,

	/** A message of a kind that this version does not know, or an empty one. */
	UNKNOWN,

	/** Not a VWS message. */
	MALFORMED;

	static MessageKind of(VwsMessage message) {
		if (message instanceof VwsMessage.Event) {
			return EVENT;
		}
		if (message instanceof VwsMessage.Subscribe) {
			return SUBSCRIBE;
		}
		if (message instanceof VwsMessage.Unsubscribe) {
			return UNSUBSCRIBE;
		}
		if (message instanceof VwsMessage.UnsubscribeAll) {
			return UNSUBSCRIBE_ALL;
		}
		return (message instanceof VwsMessage.Ack || message instanceof VwsMessage.Nack) ? ANSWER : UNKNOWN;
	}

	/**
	 * Return the name in metrics and traces, such as {@code unsubscribe-all}.
	 */
	public String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
