package io.vws.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The core allocates what the baseline of this Java version says, to the byte: one object
 * more per operation fails the build, and so does one less, until the file says so.
 * {@code -Dvws.allocation.update=true} rewrites it. There is one for each version that CI
 * builds with.
 * <p>
 * Allocations are counted, not timed, so the load of the machine does not matter. What
 * the optimizing compiler C2 removes depends on what it inlines, and that on timing: so
 * the benchmarks run with C1 alone, which allocates exactly what the source says, as the
 * interpreter does, from the first call on. The figures are therefore upper bounds for a
 * server that runs for long; what is 0 here is 0 there. A registry of observations that
 * nobody has registered at costs no byte.
 */
class AllocationIntegrationTests {

	/** Strings and builders of the JDK allocate other than those of another version. */
	private static final Path BASELINE = Path
		.of("src/test/resources/allocation-baseline-" + Runtime.version().feature() + ".txt");

	private static final String UPDATE = "vws.allocation.update";

	private static final int OPERATIONS = 20_000;

	/**
	 * Objects are so many bytes apart. What the harness and other threads allocate beside
	 * the operations is less than that for each of them, and cut off.
	 */
	private static final int ALIGNMENT = 8;

	/** All that do the same work at every call, on the calling thread alone. */
	private static final String[] BENCHMARKS = { "CodecBenchmark", "TopicPatternBenchmark", "EventBusBenchmark",
			"TopicTreeBenchmark.match", "TopicTreeBenchmark.subscribeAndUnsubscribe", "IntakeBenchmark.toNobody",
			"IntakeBenchmark.toListener", "ObservationBenchmark.toListener" };

	@Test
	void allocationsAreThoseOfTheBaseline() throws RunnerException, IOException {
		assumeTrue(Files.exists(BASELINE) || Boolean.getBoolean(UPDATE), "No baseline for this version of Java");
		String measured = measure();
		if (Boolean.getBoolean(UPDATE)) {
			Files.writeString(BASELINE, measured);
		}
		String expected = Files.readString(BASELINE);
		assertThat(measured).withFailMessage(() -> """
				The core allocates other than %s says. Bytes per operation are now:
				%sand were:
				%sIf that is meant, run this with Java 17 and with 25: \
				mvn -pl vws-benchmarks -am verify -DskipTests -D%s=true \
				-Dit.test=AllocationIntegrationTests -Dfailsafe.failIfNoSpecifiedTests=false
				""".formatted(BASELINE.getFileName(), others(measured, expected), others(expected, measured), UPDATE))
			.isEqualTo(expected);
		assertThat(bytes(measured, "ObservationBenchmark.toListener[observer=NOBODY]"))
			.isEqualTo(bytes(measured, "ObservationBenchmark.toListener[observer=NONE]"));
	}

	private static String bytes(String measured, String benchmark) {
		return measured.lines()
			.filter((line) -> line.startsWith(benchmark + " "))
			.map((line) -> line.substring(benchmark.length() + 1))
			.findFirst()
			.orElseThrow();
	}

	/** The lines of a text that the other one has not. */
	private static String others(String text, String other) {
		Set<String> known = Set.copyOf(other.lines().toList());
		return text.lines()
			.filter((line) -> !known.contains(line))
			.map((line) -> "  " + line + "\n")
			.collect(Collectors.joining());
	}

	/** Two iterations, of which the second one includes the end of the benchmark. */
	private static String measure() throws RunnerException {
		System.setProperty("jmh.ignoreLock", "true"); // bytes are exact beside others
		OptionsBuilder options = new OptionsBuilder();
		for (String benchmark : BENCHMARKS) {
			options.include("\\." + benchmark.replace(".", "\\."));
		}
		options.param("subscriptions", "1000")
			.param("subscribers", "0", "1", "10", "1000")
			.param("observer", "NONE", "NOBODY")
			.mode(Mode.SingleShotTime)
			.warmupIterations(2)
			.warmupBatchSize(OPERATIONS)
			.measurementIterations(2)
			.measurementBatchSize(OPERATIONS)
			.forks(1)
			.jvmArgs("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m")
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
		return describe(new Runner(options.build()).run());
	}

	private static String describe(Collection<RunResult> results) {
		TreeMap<String, Long> lines = new TreeMap<>();
		for (RunResult result : results) {
			lines.put(name(result.getParams()), bytesPerOperation(result));
		}
		StringBuilder text = new StringBuilder();
		lines.forEach((name, bytes) -> text.append(name).append(' ').append(bytes).append('\n'));
		return text.toString();
	}

	private static long bytesPerOperation(RunResult result) {
		BenchmarkResult fork = result.getBenchmarkResults().iterator().next();
		IterationResult first = fork.getIterationResults().iterator().next();
		Result<?> allocated = Objects.requireNonNull(first.getSecondaryResults().get("gc.alloc.rate.norm"));
		return (long) (allocated.getScore() / OPERATIONS / ALIGNMENT) * ALIGNMENT;
	}

	private static String name(BenchmarkParams params) {
		String name = params.getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1");
		StringBuilder text = new StringBuilder(name);
		for (String key : params.getParamsKeys()) {
			text.append('[').append(key).append('=').append(params.getParam(key)).append(']');
		}
		return text.toString();
	}

}
