package io.vws.client;

import java.time.Instant;
import java.util.List;

/**
 * A time for which events may be missing, because there was no connection or a handler's
 * queue was full. Times are those of the client: an event that was published a moment
 * before {@code from} and was still on its way is missing too, so who loads what is
 * missing looks back a little further.
 *
 * @param from the last sign of life before it
 * @param to when the subscriptions were there again
 * @param patterns the patterns of which events may be missing
 */
public record Gap(Instant from, Instant to, List<String> patterns) {

	public Gap {
		patterns = List.copyOf(patterns);
	}

}
