package io.vws.topic;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds what is registered for a topic. Holds pairs of a pattern and a value, called
 * registrations; a value may stand under many patterns. Patterns differ if their text
 * differs, so a value may stand under {@code a/+x} and under {@code a/+y}. Values are
 * compared by identity, never by {@code equals}.
 * <p>
 * <b>Cost.</b> A match takes time in proportion to the levels of the topic and to the
 * nodes that agree with a beginning of it, not to the number of registrations: for each
 * level, a node has at most one child with that name and one for {@code +}. An add or
 * remove takes time in proportion to the levels of the pattern, however many values stand
 * under it. Nodes that nothing needs any more are removed at once.
 * <p>
 * <b>Threads.</b> All methods may be called by any thread. A match takes no lock and
 * never waits. Adding and removing take one lock of the tree, and call no foreign code
 * while they hold it. Against changes by other threads, a match sees
 * <ul>
 * <li>every registration whose {@code add} returned before the match began and whose
 * {@code remove} did not begin before the result was used;
 * <li>no registration whose {@code remove} returned before the match began;
 * <li>for a registration that is added or removed meanwhile, either; and of several such,
 * any selection, because a match is no snapshot of the tree.
 * </ul>
 * A match begins with the call of {@link #match}, and lasts until its result has been
 * used. It visits a registration once, with one exception: a registration that is removed
 * and added again while several patterns are matched may be visited twice;
 * {@link Matches#forEachDistinct} visits its value once even then. {@link #size} is exact
 * at a moment between call and return.
 *
 * @param <S> what is registered, for example a subscriber
 */
public final class TopicTree<S> {

	private final TopicNode<S> root = new TopicNode<>("");

	private final Matches<S> none = new NoMatches<>();

	/** Used under the lock. */
	private final LevelNames names = new LevelNames();

	/** Held by who changes the tree. */
	private final ReentrantLock lock = new ReentrantLock();

	/** Written under the lock. */
	private volatile int size;

	/**
	 * Register a value under a pattern.
	 * @return {@code false} if it stands under a pattern of that text already; nothing
	 * changed then
	 */
	public boolean add(TopicPattern pattern, S value) {
		PatternPath path = PatternPath.of(pattern);
		this.lock.lock();
		try {
			TopicNode<S> node = this.root;
			for (int i = 0; i < path.length(); i++) {
				node = node.childOrNew(path.step(i), this.names);
			}
			boolean added = node.add(pattern.text(), value);
			if (added) {
				this.size = this.size + 1;
			}
			return added;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Remove a value from a pattern.
	 * @return {@code false} if it does not stand under a pattern of that text; nothing
	 * changed then
	 */
	public boolean remove(TopicPattern pattern, S value) {
		PatternPath path = PatternPath.of(pattern);
		this.lock.lock();
		try {
			boolean removed = remove(this.root, path, 0, pattern.text(), value);
			if (removed) {
				this.size = this.size - 1;
			}
			return removed;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean remove(TopicNode<S> node, PatternPath path, int depth, String pattern, S value) {
		if (depth == path.length()) {
			return node.remove(pattern, value);
		}
		TopicNode<S> child = node.child(path.step(depth));
		if (child == null || !remove(child, path, depth + 1, pattern, value)) {
			return false;
		}
		if (child.isEmpty()) {
			node.removeChild(child);
		}
		return true;
	}

	/**
	 * Find the registrations whose pattern matches the topic. Allocates nothing if no
	 * pattern or only one matches.
	 */
	public Matches<S> match(Topic topic) {
		return collect(this.root, topic, 0, this.none);
	}

	/**
	 * The result travels as argument and return value, so that it is only made when there
	 * is something to hold. At the root there is no node for {@code #}, see
	 * {@link PatternPath}: its place is below {@code +}.
	 */
	private Matches<S> collect(TopicNode<S> node, Topic topic, int depth, Matches<S> found) {
		Matches<S> result = found;
		TopicNode<S> below = node.below();
		if (below != null) {
			result = below.addTo(result);
		}
		if (depth == topic.levelCount()) {
			return node.addTo(result);
		}
		TopicNode<S> literal = node.literal(topic.level(depth));
		if (literal != null) {
			result = collect(literal, topic, depth + 1, result);
		}
		TopicNode<S> any = node.any();
		if (any != null && !(depth == 0 && topic.isReserved())) {
			result = collect(any, topic, depth + 1, result);
		}
		return result;
	}

	/**
	 * The number of registrations.
	 */
	public int size() {
		return this.size;
	}

	/**
	 * The number of nodes, the root included; visits them all.
	 */
	int nodeCount() {
		return this.root.count();
	}

}
