package io.vws.spring.event;

import java.util.ArrayList;
import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.InMemoryEventBus;
import io.vws.bus.Subscriber;
import io.vws.bus.Subscription;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers what a bus delivers, and like a connection needs the JSON of it before anyone
 * gets it.
 */
final class RecordingBus implements Subscriber {

	final InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared());

	final List<Event> events = new ArrayList<>();

	RecordingBus() {
		this.bus.subscribe("#", this);
	}

	@Override
	public void prepare(Event event) {
		event.payload().json();
	}

	@Override
	public void deliver(Event event, Subscription subscription) {
		this.events.add(event);
	}

	List<String> topics() {
		return this.events.stream().map((event) -> event.topic().text()).toList();
	}

	String json() {
		return this.events.get(this.events.size() - 1).payload().json();
	}

}
