package io.vws.client;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A network in which the test is the server.
 */
final class FakeTransport implements ClientTransport {

	private final Queue<Attempt> attempts = new ArrayDeque<>();

	int released;

	@Override
	public void connect(Map<String, String> headers, LinkListener listener) {
		if (headers.containsKey("Bad header")) {
			throw new IllegalArgumentException("Bad header");
		}
		this.attempts.add(new Attempt(headers, listener));
	}

	@Override
	public void release() {
		this.released++;
	}

	/** The oldest attempt that the test has not seen. */
	Attempt next() {
		assertThat(this.attempts).as("attempts to connect").isNotEmpty();
		return this.attempts.remove();
	}

	boolean hasNext() {
		return !this.attempts.isEmpty();
	}

	/**
	 * An attempt to connect, not answered yet.
	 */
	record Attempt(Map<String, String> headers, LinkListener listener) {

		FakeLink accept() {
			FakeLink link = new FakeLink(this.listener);
			this.listener.opened(link);
			return link;
		}

		void refuse(int status) {
			this.listener.failed(status, "HTTP status " + status);
		}

		void fail() {
			this.listener.failed(0, "ConnectException");
		}

	}

}
