package io.vws.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LogThrottleTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final LogThrottle throttle = new LogThrottle(LoggerFactory.getLogger(LogThrottle.class), this.nanos::get);

	@AutoClose
	private final RecordedLog log = new RecordedLog();

	@Test
	void warnThenAtMostOnceASecondAndTheOthersAreCounted() {
		this.throttle.warn("Cause {}", 1);
		this.throttle.warn("Cause {}", 2);
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
		this.throttle.warn("Cause {}", 3);
		assertThat(this.log.messages()).containsExactly("Cause 1");
		this.nanos.incrementAndGet();
		this.throttle.warn("Cause {}", 4);
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		this.throttle.warn("Cause {}", 5);
		assertThat(this.log.messages()).containsExactly("Cause 1", "Cause 4 (and 2 more like this before)", "Cause 5");
	}

	@Test
	void failedThenNamesTypeAndPlaceAndNeitherMessageNorStackTrace() {
		this.throttle.failed(new IllegalStateException("PAYLOAD"), "Handling {} failed", "c1");
		assertThat(this.log.messages()).singleElement()
			.asString()
			.startsWith("Handling c1 failed: java.lang.IllegalStateException at ")
			.doesNotContain("PAYLOAD", "TRACE");
	}

	@Test
	void failedThenAtMostOnceASecond() {
		for (int i = 0; i < 10; i++) {
			this.throttle.failed(new IllegalStateException(), "Handling failed");
		}
		assertThat(this.log.messages()).hasSize(1);
	}

}
