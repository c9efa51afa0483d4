package io.vws.spring.event;

import org.jspecify.annotations.Nullable;

/**
 * An application event cannot be mapped to an event of the bus. The message names the
 * property or the part of the mapping, never a value.
 */
public final class EventMappingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final EventFailure failure;

	EventMappingException(EventFailure failure, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.failure = failure;
	}

	static EventMappingException topicRefused(String message) {
		return new EventMappingException(EventFailure.TOPIC_REFUSED, message, null);
	}

	/**
	 * As what it is counted.
	 */
	public EventFailure failure() {
		return this.failure;
	}

}
