package io.vws.server;

/**
 * What has been sent to peers so far: written to their sockets, whether they have read it
 * or not.
 *
 * @param events events sent
 * @param eventBytes bytes of them
 * @param answers answers sent
 * @param answerBytes bytes of them
 * @param dropped events that the overflow policy dropped instead
 */
public record OutboundTraffic(long events, long eventBytes, long answers, long answerBytes, long dropped) {

	static final OutboundTraffic NONE = new OutboundTraffic(0, 0, 0, 0, 0);

	OutboundTraffic plus(OutboundTraffic other) {
		return new OutboundTraffic(this.events + other.events, this.eventBytes + other.eventBytes,
				this.answers + other.answers, this.answerBytes + other.answerBytes, this.dropped + other.dropped);
	}

	/**
	 * Events and answers.
	 */
	public long messages() {
		return this.events + this.answers;
	}

	/**
	 * Bytes of events and answers.
	 */
	public long bytes() {
		return this.eventBytes + this.answerBytes;
	}

}
