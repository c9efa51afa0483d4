package io.vws.transform;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the topics used last. Strangers may choose topics, so the number and
 * the size of what is kept have bounds; beyond them the topic that was not used for the
 * longest time is forgotten. Not thread-safe.
 *
 * @param <V> what is known of a topic
 */
final class RecentTopics<V> {

	private final Map<String, V> values = new LinkedHashMap<>(16, 0.75f, true);

	private final int maxTopics;

	private final long maxSize;

	private final ToLongFunction<? super V> sizeOf;

	private long size;

	/**
	 * Create an empty memory.
	 * @param maxTopics most topics to remember
	 * @param maxSize most that their values may be in sum
	 * @param sizeOf says the size of a value, which does not change
	 */
	RecentTopics(int maxTopics, long maxSize, ToLongFunction<? super V> sizeOf) {
		this.maxTopics = maxTopics;
		this.maxSize = maxSize;
		this.sizeOf = sizeOf;
	}

	/** What is known of a topic, which is used now. */
	@Nullable V get(String topic) {
		return this.values.get(topic);
	}

	/** Remember a value in place of that of before. */
	void put(String topic, V value) {
		this.size += this.sizeOf.applyAsLong(value);
		V before = this.values.put(topic, value);
		if (before != null) {
			this.size -= this.sizeOf.applyAsLong(before);
		}
		Iterator<V> oldest = this.values.values().iterator();
		while (this.values.size() > this.maxTopics || this.size > this.maxSize) {
			this.size -= this.sizeOf.applyAsLong(oldest.next());
			oldest.remove();
		}
	}

	/** Number of topics that are remembered. */
	int count() {
		return this.values.size();
	}

}
