package io.vws.client;

import java.util.function.Consumer;

import io.vws.wire.MessageId;
import io.vws.wire.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * A message of the client and who waits for what becomes of it. Guarded by the turn.
 */
final class Request {

	private final MessageId id;

	private String text;

	private final int bytes;

	private final Kind kind;

	private final Consumer<@Nullable VwsClientException> done;

	private long deadline;

	private boolean written;

	/**
	 * Create a request.
	 * @param id its id, on the wire only if there is an answer
	 * @param text the message as it is sent; valid Unicode
	 * @param done told once, within a turn, that it succeeded or how it failed
	 */
	Request(MessageId id, String text, Kind kind, Consumer<@Nullable VwsClientException> done) {
		this.id = id;
		this.text = text;
		this.bytes = Utf8.length(text);
		this.kind = kind;
		this.done = done;
	}

	MessageId id() {
		return this.id;
	}

	/** Size of an event in UTF-8; what is no event counts for nothing. */
	int eventBytes() {
		return (this.kind != Kind.CONTROL) ? this.bytes : 0;
	}

	Kind kind() {
		return this.kind;
	}

	/** When it ends in any case, in the scheduler's nanoseconds. */
	long deadline() {
		return this.deadline;
	}

	void expiresAt(long deadline) {
		this.deadline = deadline;
	}

	/** Whether the socket may have taken some of it. */
	boolean isWritten() {
		return this.written;
	}

	void written() {
		this.written = true;
	}

	/** Hand out the text, once: who waits for an answer needs it no more. */
	String takeText() {
		String taken = this.text;
		this.text = "";
		return taken;
	}

	void done(@Nullable VwsClientException failure) {
		this.done.accept(failure);
	}

	/**
	 * What a request asks for.
	 */
	enum Kind {

		/** A change of the subscriptions of one connection: it ends with it. */
		CONTROL,

		/** An event that is acknowledged. */
		PUBLISH,

		/** An event that is not: it is done when it is written. */
		SEND

	}

}
