package io.vws.spring.actuate;

import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.wire.Frame;

/**
 * A peer that reads whatever it is sent at once, and remembers how the connection ended.
 */
final class EndingTransport implements Transport {

	volatile int closeCode;

	@Override
	public boolean write(Frame[] frames) {
		return true;
	}

	@Override
	public void ping() {
	}

	@Override
	public void close(CloseReason reason) {
		this.closeCode = reason.code();
	}

	@Override
	public void abort(CloseReason reason) {
		this.closeCode = reason.code();
	}

}
