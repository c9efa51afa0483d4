package io.vws.bus;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;

import io.vws.topic.TopicPattern;
import io.vws.topic.TopicTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link DistinctSubscribers} against a set of the JDK.
 */
class DistinctSubscribersTests {

	private final TopicTree<TreeSubscription> tree = new TopicTree<>();

	private final TopicPattern pattern = TopicPattern.parse("a");

	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void keepsTheFirstOfEachSubscriberUseAfterUse(long seed) {
		useManyTimes(new DistinctSubscribers(1), seed);
	}

	/** The count of the positions starts anew before it overflows. */
	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void keepsTheFirstOfEachSubscriberWhenTheCountEnds(long seed) {
		useManyTimes(new DistinctSubscribers(Integer.MAX_VALUE - 5_000), seed);
	}

	/** Subscribers that are equal are still several. */
	@Test
	void subscribersAreComparedByIdentity() {
		TreeSubscription[] subscriptions = new TreeSubscription[20];
		Arrays.setAll(subscriptions, (i) -> subscription(new Equal()));
		assertThat(new DistinctSubscribers(1).moveToFront(subscriptions, 20)).isEqualTo(20);
	}

	private void useManyTimes(DistinctSubscribers distinct, long seed) {
		Random random = new Random(seed);
		for (int use = 0; use < 500; use++) {
			Subscriber[] subscribers = new Subscriber[1 + random.nextInt(60)];
			Arrays.setAll(subscribers, (i) -> new Equal());
			TreeSubscription[] subscriptions = new TreeSubscription[random.nextInt(random.nextBoolean() ? 12 : 300)];
			Arrays.setAll(subscriptions, (i) -> subscription(subscribers[random.nextInt(subscribers.length)]));
			TreeSubscription[] expected = firstOfEach(subscriptions);
			int kept = distinct.moveToFront(subscriptions, subscriptions.length);
			assertThat(Arrays.copyOf(subscriptions, kept)).as("seed %d, use %d", seed, use).containsExactly(expected);
		}
	}

	private static TreeSubscription[] firstOfEach(TreeSubscription[] subscriptions) {
		Set<Subscriber> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		return Arrays.stream(subscriptions)
			.filter((subscription) -> seen.add(subscription.subscriber()))
			.toArray(TreeSubscription[]::new);
	}

	private TreeSubscription subscription(Subscriber subscriber) {
		return new TreeSubscription(this.tree, this.pattern, subscriber);
	}

	/** Equal to all others. */
	private static final class Equal implements Subscriber {

		@Override
		public void deliver(Event event, Subscription subscription) {
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Equal;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

}
