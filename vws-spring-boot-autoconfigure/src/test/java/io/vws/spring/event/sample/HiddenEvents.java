package io.vws.spring.event.sample;

import io.vws.spring.event.VwsTopic;

/**
 * Events of an application that hides its types.
 */
public final class HiddenEvents {

	private HiddenEvents() {
	}

	/**
	 * Create an event of a type that nobody else can name.
	 */
	public static Object hidden(String id) {
		return new Hidden(id);
	}

	@VwsTopic("hidden/{id}")
	record Hidden(String id) {
	}

}
