package io.vws.topic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Node of a {@link TopicTree}: the values of the patterns that end here, and the nodes
 * one level below. Any thread may read; only the holder of the tree's lock writes.
 * <p>
 * The first child and the first pattern have fields of their own, and maps come only with
 * the second: in a large tree most nodes have one of either. What once stands in the
 * field or in the map stays where it is until it is removed, so that a reader which looks
 * at the two in turn cannot miss it. The maps are {@link ConcurrentHashMap} because
 * strangers choose the keys: it stays fast when all of them have the same hash code.
 */
final class TopicNode<S> {

	private final String level;

	private volatile @Nullable TopicNode<S> any;

	private volatile @Nullable TopicNode<S> below;

	private volatile @Nullable TopicNode<S> firstChild;

	private volatile @Nullable Map<String, TopicNode<S>> moreChildren;

	private volatile @Nullable PatternValues<S> firstPattern;

	/** By pattern text: {@code a/+x} and {@code a/+y} end in the same node. */
	private volatile @Nullable Map<String, PatternValues<S>> morePatterns;

	TopicNode(String level) {
		this.level = level;
	}

	@Nullable TopicNode<S> any() {
		return this.any;
	}

	@Nullable TopicNode<S> below() {
		return this.below;
	}

	@Nullable TopicNode<S> literal(String level) {
		TopicNode<S> first = this.firstChild;
		if (first != null && first.level.equals(level)) {
			return first;
		}
		Map<String, TopicNode<S>> more = this.moreChildren;
		return (more != null) ? more.get(level) : null;
	}

	@Nullable TopicNode<S> child(String step) {
		return switch (step) {
			case PatternPath.ANY -> this.any;
			case PatternPath.BELOW -> this.below;
			default -> literal(step);
		};
	}

	TopicNode<S> childOrNew(String step, LevelNames names) {
		TopicNode<S> child = child(step);
		if (child == null) {
			child = new TopicNode<>(names.shared(step));
			addChild(child);
		}
		return child;
	}

	private void addChild(TopicNode<S> child) {
		switch (child.level) {
			case PatternPath.ANY -> this.any = child;
			case PatternPath.BELOW -> this.below = child;
			default -> addLiteral(child);
		}
	}

	private void addLiteral(TopicNode<S> child) {
		if (this.firstChild == null) {
			this.firstChild = child;
		}
		else {
			this.moreChildren = put(this.moreChildren, child.level, child);
		}
	}

	void removeChild(TopicNode<S> child) {
		switch (child.level) {
			case PatternPath.ANY -> this.any = null;
			case PatternPath.BELOW -> this.below = null;
			default -> removeLiteral(child);
		}
	}

	private void removeLiteral(TopicNode<S> child) {
		if (this.firstChild == child) {
			this.firstChild = null;
		}
		else {
			this.moreChildren = remove(this.moreChildren, child.level);
		}
	}

	/**
	 * Add the values that end here to what was found so far.
	 */
	Matches<S> addTo(Matches<S> found) {
		Matches<S> result = found;
		PatternValues<S> first = this.firstPattern;
		if (first != null) {
			result = result.and(first);
		}
		Map<String, PatternValues<S>> more = this.morePatterns;
		if (more != null) {
			for (PatternValues<S> values : more.values()) {
				result = result.and(values);
			}
		}
		return result;
	}

	/**
	 * Register a value.
	 * @return {@code false} if it stands under that pattern already
	 */
	boolean add(String pattern, S value) {
		PatternValues<S> values = values(pattern);
		if (values != null && values.contains(value)) {
			return false;
		}
		replace(pattern, values, (values != null) ? values.with(value) : new SingleValue<>(pattern, value));
		return true;
	}

	/**
	 * Remove a value.
	 * @return {@code false} if it does not stand under that pattern
	 */
	boolean remove(String pattern, S value) {
		PatternValues<S> values = values(pattern);
		if (values == null || !values.contains(value)) {
			return false;
		}
		replace(pattern, values, values.without(value));
		return true;
	}

	private @Nullable PatternValues<S> values(String pattern) {
		PatternValues<S> first = this.firstPattern;
		if (first != null && first.pattern().equals(pattern)) {
			return first;
		}
		Map<String, PatternValues<S>> more = this.morePatterns;
		return (more != null) ? more.get(pattern) : null;
	}

	/**
	 * A new pattern, without values before, takes the field if that is free.
	 */
	private void replace(String pattern, @Nullable PatternValues<S> before, @Nullable PatternValues<S> after) {
		if (before == after) {
			return;
		}
		if (before == this.firstPattern) {
			this.firstPattern = after;
		}
		else if (after != null) {
			this.morePatterns = put(this.morePatterns, pattern, after);
		}
		else {
			this.morePatterns = remove(this.morePatterns, pattern);
		}
	}

	/**
	 * Whether the node can be taken out of the tree.
	 */
	boolean isEmpty() {
		return this.firstPattern == null && this.morePatterns == null && this.firstChild == null
				&& this.moreChildren == null && this.any == null && this.below == null;
	}

	/**
	 * The number of nodes from here down, this one included.
	 */
	int count() {
		int count = 1 + count(this.any) + count(this.below) + count(this.firstChild);
		Map<String, TopicNode<S>> more = this.moreChildren;
		if (more != null) {
			for (TopicNode<S> child : more.values()) {
				count += child.count();
			}
		}
		return count;
	}

	private static int count(@Nullable TopicNode<?> node) {
		return (node != null) ? node.count() : 0;
	}

	private static <V> Map<String, V> put(@Nullable Map<String, V> map, String key, V value) {
		Map<String, V> target = (map != null) ? map : new ConcurrentHashMap<>(2);
		target.put(key, value);
		return target;
	}

	private static <V> @Nullable Map<String, V> remove(@Nullable Map<String, V> map, String key) {
		if (map == null) {
			return null;
		}
		map.remove(key);
		return map.isEmpty() ? null : map;
	}

}
