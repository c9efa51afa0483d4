package io.vws.bench.micro;

import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.wire.Frame;

/**
 * A socket of no cost.
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
