package io.vws.wire;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A decoded VWS message. One WebSocket message holds one of these, as a JSON object.
 * Topics and patterns are as the peer sent them: who handles the message validates them.
 */
public sealed interface VwsMessage {

	/**
	 * Correlation id, echoed in the answer.
	 * @return the id or {@code null} if the message has none
	 */
	@Nullable MessageId id();

	/**
	 * Something was published. The only message that both sides send.
	 *
	 * @param id correlation id; delivered events have none
	 * @param topic topic, {@code null} if the peer left it out
	 * @param data JSON text of the payload exactly as sent, {@code null} if it is missing
	 * or JSON {@code null}
	 * @param headers headers that the codec keeps
	 */
	record Event(@Nullable MessageId id, @Nullable String topic, @Nullable String data,
			Map<String, String> headers) implements VwsMessage {
	}

	/**
	 * Request for the events of a pattern ({@code s}).
	 *
	 * @param id correlation id
	 * @param pattern topic pattern, {@code null} if the peer left it out
	 */
	record Subscribe(@Nullable MessageId id, @Nullable String pattern) implements VwsMessage {
	}

	/**
	 * End of the subscription to a pattern ({@code u}).
	 *
	 * @param id correlation id
	 * @param pattern topic pattern, {@code null} if the peer left it out
	 */
	record Unsubscribe(@Nullable MessageId id, @Nullable String pattern) implements VwsMessage {
	}

	/**
	 * End of all subscriptions of the connection ({@code U}).
	 *
	 * @param id correlation id
	 */
	record UnsubscribeAll(@Nullable MessageId id) implements VwsMessage {
	}

	/**
	 * The request was done ({@code a}).
	 *
	 * @param id correlation id of the request
	 */
	record Ack(@Nullable MessageId id) implements VwsMessage {
	}

	/**
	 * The request was refused ({@code n}).
	 *
	 * @param id correlation id of the request
	 * @param code reason for programs; of a decoded message empty if the peer gave none
	 * or the codec does not keep {@link NackCode#HEADER}
	 * @param error reason for people; of a decoded message empty if the peer gave none
	 */
	record Nack(@Nullable MessageId id, String code, String error) implements VwsMessage {

		/**
		 * Create a refusal with the standard text of its code.
		 */
		public Nack(@Nullable MessageId id, NackCode code) {
			this(id, code.code(), code.text());
		}

	}

	/**
	 * A message of a kind that this version does not know.
	 *
	 * @param id correlation id
	 */
	record Unknown(@Nullable MessageId id) implements VwsMessage {
	}

}
