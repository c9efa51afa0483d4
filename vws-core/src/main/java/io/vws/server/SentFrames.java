package io.vws.server;

/**
 * Counts what has left an {@link OutboundQueue}, batch by batch. Not thread-safe.
 */
final class SentFrames {

	private long messages;

	private long bytes;

	private long answers;

	private long answerBytes;

	private long dropped;

	/** A batch has left. */
	void add(FrameLoad batch) {
		this.messages += batch.messages();
		this.bytes += batch.bytes();
		this.answers += batch.answers();
		this.answerBytes += batch.answerBytes();
	}

	/** The overflow policy has dropped events. */
	void dropped(long events) {
		this.dropped += events;
	}

	OutboundTraffic toTraffic() {
		return new OutboundTraffic(this.messages - this.answers, this.bytes - this.answerBytes, this.answers,
				this.answerBytes, this.dropped);
	}

}
