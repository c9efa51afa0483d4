package io.vws.server;

import io.vws.wire.Frame;

/**
 * Number and size of some frames of an {@link OutboundQueue}. Not thread-safe.
 */
final class FrameLoad {

	private int messages;

	private long bytes;

	private int answers;

	private long answerBytes;

	void add(Frame frame) {
		count(frame, 1);
	}

	void remove(Frame frame) {
		count(frame, -1);
	}

	private void count(Frame frame, int sign) {
		this.messages += sign;
		this.bytes += (long) sign * frame.length();
		if (frame.isAnswer()) {
			this.answers += sign;
			this.answerBytes += (long) sign * frame.length();
		}
	}

	void clear() {
		this.messages = 0;
		this.bytes = 0;
		this.answers = 0;
		this.answerBytes = 0;
	}

	int messages() {
		return this.messages;
	}

	long bytes() {
		return this.bytes;
	}

	int answers() {
		return this.answers;
	}

	long answerBytes() {
		return this.answerBytes;
	}

}
