package io.vws.spring.event;

import java.util.List;

import io.vws.bus.Event;
import io.vws.spring.test.RecordingEventBus;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bus that remembers what was published, with what tests of this package ask it for.
 */
final class RecordingBus {

	final RecordingEventBus bus = new RecordingEventBus(JsonMapper.shared());

	List<Event> events() {
		return this.bus.events();
	}

	List<String> topics() {
		return events().stream().map((event) -> event.topic().text()).toList();
	}

	/** Payload of the last event. */
	String json() {
		return events().get(events().size() - 1).payload().json();
	}

}
