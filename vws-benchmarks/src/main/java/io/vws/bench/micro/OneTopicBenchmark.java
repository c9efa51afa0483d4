package io.vws.bench.micro;

import java.util.concurrent.TimeUnit;

import io.vws.topic.TopicPattern;
import io.vws.topic.TopicTree;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Many subscribers of one topic come and go: ten times as many must take ten times as
 * long.
 */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 2, time = 3)
public class OneTopicBenchmark extends MicroBenchmark {

	@Param({ "10000", "100000", "1000000" })
	public int subscribers = 10;

	private final TopicPattern pattern = TopicPattern.parse(Messages.TOPIC);

	private Object[] values = {};

	@Setup(Level.Trial)
	public void fill() {
		this.values = new Object[this.subscribers];
		for (int i = 0; i < this.subscribers; i++) {
			this.values[i] = new Object();
		}
	}

	@Benchmark
	public int subscribeAll() {
		return subscribed().size();
	}

	@Benchmark
	public int subscribeAndUnsubscribeAll() {
		TopicTree<Object> tree = subscribed();
		for (Object value : this.values) {
			tree.remove(this.pattern, value);
		}
		return tree.size();
	}

	private TopicTree<Object> subscribed() {
		TopicTree<Object> tree = new TopicTree<>();
		for (Object value : this.values) {
			tree.add(this.pattern, value);
		}
		return tree;
	}

}
