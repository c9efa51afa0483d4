package io.vws.spring.observation;

import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.wire.Frame;

/**
 * A peer that reads whatever it is sent at once.
 */
final class DiscardingTransport implements Transport {

	@Override
	public boolean write(Frame[] frames) {
		return true;
	}

	@Override
	public void ping() {
	}

	@Override
	public void close(CloseReason reason) {
	}

	@Override
	public void abort(CloseReason reason) {
	}

}
