package io.vws.transform;

import java.util.HashMap;
import java.util.Map;

import io.vws.bus.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Replaces a payload by its difference to the one before on the same topic. The lock of
 * this object guards what is remembered, and is held for no longer than it takes to look
 * that up.
 */
final class DiffToLast implements EventTransform {

	private final int wholeEvery;

	private final RecentTopics<Last> lasts;

	DiffToLast(int wholeEvery, int maxTopics, long maxCharacters) {
		this.wholeEvery = wholeEvery;
		this.lasts = new RecentTopics<>(maxTopics, maxCharacters, (last) -> last.json().length());
	}

	@Override
	public Outcome apply(Event event) {
		String json = event.payload().json();
		String before = replace(event.topic().text(), json);
		if (before == null) {
			return Outcome.unchanged();
		}
		JsonNode old = PayloadTree.read(before);
		JsonNode now = PayloadTree.read(json);
		if (!old.isObject() || !now.isObject() || !MergePatch.canBringAbout(now)) {
			return Outcome.unchanged();
		}
		Map<String, String> headers = new HashMap<>(event.headers());
		headers.put(EventTransforms.DIFF_HEADER, EventTransforms.MERGE_PATCH);
		return Outcome.changed(event.withPayload(PayloadTree.write(MergePatch.between(old, now), event.payload()))
			.withHeaders(headers));
	}

	/**
	 * Remember a payload.
	 * @return the one before; {@code null} if there is none or the turn of the whole has
	 * come
	 */
	private synchronized @Nullable String replace(String topic, String json) {
		Last before = this.lasts.get(topic);
		int count = (before != null) ? (before.count() + 1) % this.wholeEvery : 0;
		this.lasts.put(topic, new Last(json, count));
		return (before != null && count > 0) ? before.json() : null;
	}

	/**
	 * What came last on a topic.
	 *
	 * @param json the payload
	 * @param count number of events since one was sent whole
	 */
	private record Last(String json, int count) {
	}

}
