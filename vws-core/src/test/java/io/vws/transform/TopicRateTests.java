package io.vws.transform;

import java.time.Duration;
import java.util.stream.IntStream;

import io.github.bucket4j.TimeMeter;
import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.topic.Topic;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link EventTransforms#limitRate}.
 */
class TopicRateTests {

	private static final Payload PAYLOAD = Payload.ofJson("1", JsonMapper.builder().build());

	private final ManualTime time = new ManualTime();

	@Test
	void eachTopicHasItsOwnRate() {
		EventTransform twoASecond = new TopicRate(2, Duration.ofSeconds(1), 10, this.time);
		assertThat(passed(twoASecond, "a", 5)).isEqualTo(2);
		assertThat(passed(twoASecond, "b", 5)).isEqualTo(2);
		this.time.advance(Duration.ofMillis(500));
		assertThat(passed(twoASecond, "a", 5)).isEqualTo(1);
		this.time.advance(Duration.ofSeconds(10));
		assertThat(passed(twoASecond, "a", 5)).isEqualTo(2);
	}

	@Test
	void periodMayBeLong() {
		EventTransform oneAMinute = new TopicRate(1, Duration.ofMinutes(1), 10, this.time);
		assertThat(passed(oneAMinute, "a", 3)).isEqualTo(1);
		this.time.advance(Duration.ofSeconds(59));
		assertThat(passed(oneAMinute, "a", 3)).isZero();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(passed(oneAMinute, "a", 3)).isEqualTo(1);
	}

	/** Strangers may choose topics: those used last are remembered. */
	@Test
	void topicThatWasNotUsedForLongBeginsAnew() {
		EventTransform transform = new TopicRate(1, Duration.ofHours(1), 2, this.time);
		assertThat(passed(transform, "a", 2)).isEqualTo(1);
		assertThat(passed(transform, "b", 2)).isEqualTo(1);
		assertThat(passed(transform, "a", 2)).isZero();
		assertThat(passed(transform, "c", 2)).isEqualTo(1);
		assertThat(passed(transform, "a", 2)).isZero();
		assertThat(passed(transform, "b", 2)).isEqualTo(1);
	}

	@Test
	void systemsClockIsUsedUnlessAnotherIsGiven() {
		EventTransform transform = EventTransforms.limitRate(3, Duration.ofDays(1));
		assertThat(passed(transform, "a", 10)).isEqualTo(3);
	}

	@Test
	void rateThatIsNoneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> EventTransforms.limitRate(0, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> EventTransforms.limitRate(1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> EventTransforms.limitRate(1, Duration.ofSeconds(1), 0));
	}

	@Test
	void numberOfTopicsThatAreRememberedHasABound() {
		RecentTopics<Integer> recent = new RecentTopics<>(100, 1000, (value) -> value);
		IntStream.range(0, 10_000).forEach((i) -> recent.put("t" + i, 1));
		assertThat(recent.count()).isEqualTo(100);
		recent.put("large", 950);
		assertThat(recent.count()).isEqualTo(51);
		recent.put("large", 1);
		IntStream.range(0, 10_000).forEach((i) -> recent.put("u" + i, 10));
		assertThat(recent.count()).isEqualTo(100);
		recent.put("too large", 1001);
		assertThat(recent.count()).isZero();
		assertThat(recent.get("too large")).isNull();
	}

	private static long passed(EventTransform transform, String topic, int events) {
		Event event = new Event(Topic.parse(topic), PAYLOAD);
		return IntStream.range(0, events).filter((i) -> transform.apply(event).result(event) != null).count();
	}

	/** Time that passes where the test says so. */
	private static final class ManualTime implements TimeMeter {

		private long nanos;

		void advance(Duration step) {
			this.nanos += step.toNanos();
		}

		@Override
		public long currentTimeNanos() {
			return this.nanos;
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
