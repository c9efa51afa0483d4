package io.vws.bench.micro;

import java.util.Random;

import io.vws.topic.Matches;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import io.vws.topic.TopicTree;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A tree of patterns like {@code site/17/sensor/+/temp}, of which one matches a topic.
 * <p>
 * {@link #matchRepeated} asks for one topic again and again, so that it shows the work
 * alone. {@link #matchRandom} asks for topics drawn from all sites: in a large tree none
 * of the nodes is in the processor's caches. The topics themselves are, at every size of
 * the tree, as they are after they have been parsed.
 */
public class TopicTreeBenchmark extends MicroBenchmark {

	private static final int TOPICS = 1 << 16;

	@Param({ "10", "1000", "100000", "1000000" })
	public int subscriptions = 10;

	private final TopicTree<Object> tree = new TopicTree<>();

	private final Topic[] topics = new Topic[TOPICS];

	private Topic repeated = Topic.parse("site/7/sensor/3/temp");

	private final TopicPattern pattern = TopicPattern.parse("site/7/sensor/+/volt");

	private final Object value = new Object();

	private int next;

	@Setup(Level.Trial)
	public void fill() {
		for (int i = 0; i < this.subscriptions; i++) {
			this.tree.add(TopicPattern.parse("site/" + i + "/sensor/+/temp"), new Object());
		}
		Random random = new Random(7);
		for (int i = 0; i < TOPICS; i++) {
			this.topics[i] = Topic.parse("site/" + random.nextInt(this.subscriptions) + "/sensor/3/temp");
		}
	}

	@Benchmark
	public Matches<Object> matchRepeated() {
		return this.tree.match(this.repeated);
	}

	@Benchmark
	public Matches<Object> matchRandom() {
		return this.tree.match(this.topics[this.next++ & (TOPICS - 1)]);
	}

	@Benchmark
	public boolean subscribeAndUnsubscribe() {
		return this.tree.add(this.pattern, this.value) && this.tree.remove(this.pattern, this.value);
	}

}
