package io.vws.bench.micro;

import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Topics and patterns without a tree: what each publish parses, and what the rules of an
 * authorizer ask.
 */
public class TopicPatternBenchmark extends MicroBenchmark {

	private final String text = Messages.TOPIC;

	private final Topic topic = Topic.parse(Messages.TOPIC);

	private final TopicPattern exact = TopicPattern.parse(Messages.TOPIC);

	private final TopicPattern plus = TopicPattern.parse("site/+site/sensor/+/temp");

	private final TopicPattern hash = TopicPattern.parse("site/+site/#");

	@Benchmark
	public Topic parseTopic() {
		return Topic.parse(this.text);
	}

	@Benchmark
	public TopicPattern parsePattern() {
		return TopicPattern.parse("site/+site/sensor/+/temp");
	}

	@Benchmark
	public boolean matchesExact() {
		return this.exact.matches(this.topic);
	}

	@Benchmark
	public boolean matchesPlus() {
		return this.plus.matches(this.topic);
	}

	@Benchmark
	public boolean matchesHash() {
		return this.hash.matches(this.topic);
	}

	@Benchmark
	public boolean covers() {
		return this.hash.covers(this.plus);
	}

	@Benchmark
	public boolean overlaps() {
		return this.hash.overlaps(this.plus);
	}

}
