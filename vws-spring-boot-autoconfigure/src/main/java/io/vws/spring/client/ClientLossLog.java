package io.vws.spring.client;

import io.vws.client.Gap;
import io.vws.client.VwsClientException;
import io.vws.client.VwsClientListener;
import io.vws.delivery.OverflowPolicy;
import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what a client does not get, or may not have got. The client itself says
 * what becomes of its connection and of its handlers.
 */
public final class ClientLossLog implements VwsClientListener {

	private static final Logger logger = LoggerFactory.getLogger(ClientLossLog.class);

	private final LogThrottle overflows = new LogThrottle(logger);

	private final String client;

	/**
	 * Create the log of a client.
	 * @param client the client, for people
	 */
	public ClientLossLog(String client) {
		this.client = client;
	}

	@Override
	public void gap(Gap gap) {
		logger.warn("The client of {} may have missed events from {} to {}", this.client, gap.from(), gap.to());
	}

	@Override
	public void dropped(String pattern, OverflowPolicy policy, long events) {
		this.overflows.warn("The client of {} dropped {} events because a handler of '{}' is too slow", this.client,
				events, LogText.printable(pattern));
	}

	@Override
	public void failed(Throwable failure, @Nullable String pattern) {
		if (pattern != null && failure instanceof VwsClientException) {
			logger.warn("The client of {} gets nothing of '{}': {}", this.client, LogText.printable(pattern),
					ClientFailures.reason(failure));
		}
	}

}
