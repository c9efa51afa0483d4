package io.vws.transform;

import io.vws.bus.Event;

/**
 * Looks at an event and says what becomes of it. Called for many events at once, on the
 * threads that publish them, so it returns soon and waits for nothing. Whoever wants it
 * to be used on a server says in which direction: {@link InboundTransform#of},
 * {@link OutboundTransform#of}.
 */
@FunctionalInterface
public interface EventTransform {

	/**
	 * Look at an event.
	 * @return what becomes of it
	 */
	Outcome apply(Event event);

}
