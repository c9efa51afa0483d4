package io.vws.transform;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.github.bucket4j.TimeMeter;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import io.vws.topic.TopicPrefix;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Ready-made transforms. Prefixes are whole levels: {@code team1} stands for
 * {@code team1} and what is below it, and not for {@code team10}. A pattern or prefix
 * that is not valid is refused with an {@link InvalidTopicException} that names the
 * position.
 */
public final class EventTransforms {

	/**
	 * Header of an event whose payload is a difference: {@value}. Its value is
	 * {@value #MERGE_PATCH}.
	 */
	public static final String DIFF_HEADER = "vws-diff";

	/**
	 * Value of {@link #DIFF_HEADER} for a JSON Merge Patch (RFC 7396): {@value}.
	 */
	public static final String MERGE_PATCH = "merge-patch";

	/** Most topics that a transform remembers, unless told otherwise: {@value}. */
	public static final int MAX_TOPICS = 10_000;

	/** Most characters of payloads that {@link #diffToLast} remembers: {@value}. */
	public static final int MAX_CHARACTERS = 16 * 1024 * 1024;

	private EventTransforms() {
	}

	/**
	 * Drop all events.
	 */
	public static EventTransform drop() {
		return (event) -> Outcome.drop();
	}

	/**
	 * Let all events go on as they are, past all further transforms that were added for
	 * the same: inbound ones, or outbound ones for all clients. What goes out still
	 * passes each {@link PeerTransform}, since that may hide from a client what it must
	 * not see.
	 */
	public static EventTransform stop() {
		return (event) -> Outcome.stop();
	}

	/**
	 * Apply transforms one after the other, each to what the one before made of the
	 * event.
	 */
	public static EventTransform chain(EventTransform... transforms) {
		return chain(List.of(transforms));
	}

	/**
	 * Apply transforms one after the other, each to what the one before made of the
	 * event.
	 */
	public static EventTransform chain(List<? extends EventTransform> transforms) {
		List<EventTransform> all = List.copyOf(transforms);
		return (event) -> TransformChain.apply(all, event, EventTransform::apply);
	}

	/**
	 * Drop events on the topics of a pattern.
	 */
	public static EventTransform dropPattern(String pattern) {
		return whenPattern(pattern, drop());
	}

	/**
	 * Drop events on the topic of that name and on those below it.
	 */
	public static EventTransform dropPrefix(String prefix) {
		return whenPrefix(prefix, drop());
	}

	/**
	 * Apply a transform to events on the topics of a pattern.
	 */
	public static EventTransform whenPattern(String pattern, EventTransform then) {
		return whenPattern(pattern, then, (event) -> Outcome.unchanged());
	}

	/**
	 * Apply one transform to events on the topics of a pattern and another to all others.
	 */
	public static EventTransform whenPattern(String pattern, EventTransform then, EventTransform otherwise) {
		TopicPattern topics = TopicPattern.parse(pattern);
		return (event) -> (topics.matches(event.topic()) ? then : otherwise).apply(event);
	}

	/**
	 * Apply a transform to events on the topic of that name and on those below it.
	 */
	public static EventTransform whenPrefix(String prefix, EventTransform then) {
		return whenPrefix(prefix, then, (event) -> Outcome.unchanged());
	}

	/**
	 * Apply one transform to events on the topic of that name and on those below it, and
	 * another to all others.
	 */
	public static EventTransform whenPrefix(String prefix, EventTransform then, EventTransform otherwise) {
		TopicPrefix levels = TopicPrefix.parse(prefix);
		return (event) -> (levels.covers(event.topic()) ? then : otherwise).apply(event);
	}

	/**
	 * Put levels before the topic, inbound only. Fails for a topic that becomes too long.
	 */
	public static EventTransform addTopicPrefix(String prefix) {
		TopicPrefix levels = TopicPrefix.parse(prefix);
		return (event) -> Outcome.changed(event.withTopic(levels.prepend(event.topic())));
	}

	/**
	 * Take levels away from before the topic, inbound only. A topic that does not begin
	 * with them, or of which nothing would be left, stays as it is.
	 */
	public static EventTransform stripTopicPrefix(String prefix) {
		TopicPrefix levels = TopicPrefix.parse(prefix);
		return (event) -> {
			Topic topic = levels.strip(event.topic());
			return (topic != null) ? Outcome.changed(event.withTopic(topic)) : Outcome.unchanged();
		};
	}

	/**
	 * Put other levels in the place of those before the topic, inbound only. A topic that
	 * does not begin with them stays as it is.
	 */
	public static EventTransform replaceTopicPrefix(String prefix, String replacement) {
		TopicPrefix levels = TopicPrefix.parse(prefix);
		TopicPrefix.parse(replacement); // or fail now
		return (event) -> {
			if (!levels.covers(event.topic())) {
				return Outcome.unchanged();
			}
			String rest = event.topic().text().substring(prefix.length());
			return Outcome.changed(event.withTopic(Topic.parse(replacement + rest)));
		};
	}

	/**
	 * Replace the payload by what a function makes of its tree, in which numbers have all
	 * their digits. The function may change the tree.
	 * @param function returns the new payload, or {@code null} to drop the event
	 */
	public static EventTransform modifyPayload(Function<JsonNode, @Nullable JsonNode> function) {
		return (event) -> {
			JsonNode tree = function.apply(PayloadTree.read(event.payload()));
			return (tree != null) ? Outcome.changed(event.withPayload(PayloadTree.write(tree, event.payload())))
					: Outcome.drop();
		};
	}

	/**
	 * Replace the payload by what a function makes of it as an object. A payload of JSON
	 * null stays as it is; one that does not fit the type fails.
	 * @param type type to convert the payload to, by the mapper of the payload
	 * @param function returns any object that the mapper can write, or {@code null} to
	 * drop the event
	 */
	public static <T> EventTransform modifyPayload(Class<T> type, Function<? super T, ?> function) {
		return (event) -> {
			T value = event.payload().as(type);
			if (value == null) {
				return Outcome.unchanged();
			}
			Object result = function.apply(value);
			return (result != null) ? Outcome.changed(event.withPayload(event.payload().withValue(result)))
					: Outcome.drop();
		};
	}

	/**
	 * Drop the events of a topic that come faster than they may. The {@value #MAX_TOPICS}
	 * topics used last are remembered; one that was forgotten begins anew.
	 * @param events how many may come in a period, and at once after a quiet one
	 * @param period the period
	 */
	public static EventTransform limitRate(int events, Duration period) {
		return limitRate(events, period, MAX_TOPICS);
	}

	/**
	 * Drop the events of a topic that come faster than they may.
	 * @param events how many may come in a period, and at once after a quiet one
	 * @param period the period
	 * @param maxTopics how many of the topics used last to remember, at least 1; one that
	 * was forgotten begins anew
	 */
	public static EventTransform limitRate(int events, Duration period, int maxTopics) {
		if (maxTopics < 1) {
			throw new IllegalArgumentException("At least 1 topic must be remembered");
		}
		return new TopicRate(events, period, maxTopics, TimeMeter.SYSTEM_NANOTIME);
	}

	/**
	 * Replace a payload that is an object by the difference of the values of two of its
	 * keys, as a JSON Merge Patch (RFC 7396). In it, {@code null} says that a key is gone
	 * or {@code null}. A payload without both keys stays as it is.
	 * @param oldKey key of the value before
	 * @param newKey key of the value now
	 */
	public static EventTransform diff(String oldKey, String newKey) {
		return (event) -> {
			JsonNode tree = PayloadTree.read(event.payload());
			JsonNode before = tree.get(oldKey);
			JsonNode after = tree.get(newKey);
			return (before != null && after != null)
					? Outcome.changed(
							event.withPayload(PayloadTree.write(MergePatch.between(before, after), event.payload())))
					: Outcome.unchanged();
		};
	}

	/**
	 * Replace a payload by its difference to the one before on the same topic, as a JSON
	 * Merge Patch (RFC 7396), and say so with the header {@link #DIFF_HEADER}. What has
	 * no such difference goes on as it is and without the header: the first payload of a
	 * topic, one that is no object or in which a key is {@code null}, and one whose
	 * predecessor was forgotten. The {@value #MAX_TOPICS} topics used last are
	 * remembered, with at most {@value #MAX_CHARACTERS} characters.
	 * <p>
	 * For topics on which one thread publishes. A client that subscribed later or missed
	 * something has nothing to apply a difference to until the next whole payload comes.
	 * Nor has anybody after an event that was refused behind this transform: it is
	 * missing in the next difference.
	 * @param wholeEvery of how many events of a topic one is left whole, at least 1
	 */
	public static EventTransform diffToLast(int wholeEvery) {
		if (wholeEvery < 1) {
			throw new IllegalArgumentException("One of at least 1 events must be left whole");
		}
		return new DiffToLast(wholeEvery, MAX_TOPICS, MAX_CHARACTERS);
	}

}
