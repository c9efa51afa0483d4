package io.vws.transform;

import java.util.function.Function;

import io.vws.bus.Peer;
import io.vws.topic.TopicPrefix;
import org.jspecify.annotations.Nullable;

/**
 * Gives each client the topics below a prefix of its own as if there were no others. What
 * the client subscribes to, unsubscribes from and publishes is mapped below the prefix,
 * and the topics of the events that it gets are mapped back. The bus, rules and
 * transforms see the names of the bus only.
 * <p>
 * Two clients share topics if they have the same prefix. For those who are to be kept
 * apart, no prefix may lie below another: {@code tenants/a} sees all of
 * {@code tenants/a/b}.
 */
@FunctionalInterface
public interface TopicMapping {

	/**
	 * The prefix of a client's topics. Called once for each connection, when it opens; if
	 * it throws, the connection is closed.
	 * @return {@code null} for a client that sees the names of the bus
	 */
	@Nullable TopicPrefix prefix(Peer peer);

	/**
	 * Return a mapping that gives each client one level below a parent, such as
	 * {@code tenants/acme}. A client without one, or with one that is empty or holds
	 * {@code /}, {@code +} or {@code #}, is not connected: so nobody can choose a name
	 * that reaches into the topics of another.
	 * @param parent the levels above, such as {@code tenants}
	 * @param level says what the level of a client is
	 * @throws io.vws.topic.InvalidTopicException if the parent is not valid
	 */
	static TopicMapping below(String parent, Function<? super Peer, @Nullable String> level) {
		TopicPrefix above = TopicPrefix.parse(parent);
		return (peer) -> {
			String name = level.apply(peer);
			if (name == null || name.isEmpty() || name.indexOf('/') != -1) {
				throw new IllegalArgumentException("A client needs a name that is one level of a topic");
			}
			return TopicPrefix.parse(above.prepend(name));
		};
	}

}
