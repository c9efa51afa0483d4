package io.vws.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link TopicTree} promises to several threads.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(SeedReporter.class)
class TopicTreeConcurrencyTests {

	private static final int THREADS = 4;

	private static final List<String> PATTERNS = List.of("a", "a/b", "a/+", "a/+x", "a/+y", "a/#", "+/b", "#", "a/b/c",
			"a/b/#r", "+/+/c", "z", "a/z");

	private static final List<String> TOPICS = List.of("a", "a/b", "a/b/c", "z", "a/z");

	private final TopicTree<Value> tree = new TopicTree<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	/**
	 * Each thread has values of its own in nodes that all threads share, and must see
	 * exactly these in every match, whatever the others do. Few registrations, so that
	 * nodes are removed and made again all the time.
	 */
	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void eachThreadSeesExactlyItsOwnChanges(long seed) throws Exception {
		runAll(IntStream.range(0, THREADS).<Callable<Void>>mapToObj((owner) -> () -> {
			Random random = new Random(seed + owner);
			List<Value> values = IntStream.range(0, 6).mapToObj((i) -> new Value(owner, i)).toList();
			Map<String, Set<Value>> model = new HashMap<>();
			for (int i = 0; i < 15_000; i++) {
				change(random, values, model, "seed " + seed + ", operation " + i);
				String topic = TOPICS.get(random.nextInt(TOPICS.size()));
				assertEqual(seen(owner, topic), expected(model, topic), "seed " + seed + ", operation " + i);
			}
			model.forEach(
					(pattern, held) -> held.forEach((value) -> this.tree.remove(TopicPattern.parse(pattern), value)));
			return null;
		}).toList());
		assertThat(this.tree.size()).as("seed %d", seed).isZero();
		assertThat(this.tree.nodeCount()).as("seed %d", seed).isOne();
	}

	private void change(Random random, List<Value> values, Map<String, Set<Value>> model, String description) {
		String text = PATTERNS.get(random.nextInt(PATTERNS.size()));
		TopicPattern pattern = TopicPattern.parse(text);
		Value value = values.get(random.nextInt(values.size()));
		Set<Value> held = model.computeIfAbsent(text, (key) -> new HashSet<>());
		if (random.nextInt(5) < 2) {
			assertEqual(this.tree.add(pattern, value), held.add(value), description);
		}
		else {
			assertEqual(this.tree.remove(pattern, value), held.remove(value), description);
		}
	}

	private Map<Value, Integer> seen(int owner, String topic) {
		Map<Value, Integer> seen = new HashMap<>();
		this.tree.match(Topic.parse(topic)).forEach((value) -> {
			if (value.owner() == owner) {
				seen.merge(value, 1, Integer::sum);
			}
		});
		return seen;
	}

	private static Map<Value, Integer> expected(Map<String, Set<Value>> model, String topic) {
		Map<Value, Integer> expected = new HashMap<>();
		model.forEach((pattern, values) -> {
			if (NaiveMatcher.matches(pattern, topic)) {
				values.forEach((value) -> expected.merge(value, 1, Integer::sum));
			}
		});
		return expected;
	}

	/**
	 * Of several threads that add or remove the same registration, one succeeds each
	 * time.
	 */
	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void addAndRemoveOfTheSameRegistrationSucceedInTurn(long seed) throws Exception {
		Value shared = new Value(0, 0);
		TopicPattern pattern = TopicPattern.parse("a/b/+x");
		List<Integer> balances = runAll(IntStream.range(0, THREADS).<Callable<Integer>>mapToObj((thread) -> () -> {
			Random random = new Random(seed + thread);
			int balance = 0;
			for (int i = 0; i < 50_000; i++) {
				if (random.nextBoolean()) {
					balance += this.tree.add(pattern, shared) ? 1 : 0;
				}
				else {
					balance -= this.tree.remove(pattern, shared) ? 1 : 0;
				}
			}
			return balance;
		}).toList());
		int balance = balances.stream().mapToInt(Integer::intValue).sum();
		assertThat(balance).as("seed %d", seed).isBetween(0, 1).isEqualTo(this.tree.size());
		assertThat(this.tree.nodeCount()).as("seed %d", seed).isEqualTo(1 + 3 * balance);
	}

	/**
	 * While values under one pattern come and go and come back, those that stay are seen
	 * once in each match, and the others at most once.
	 */
	@ParameterizedTest
	@MethodSource("io.vws.topic.Alphabet#seeds")
	void valuesThatStayAreSeenOnceWhileOthersComeAndGo(long seed) throws Exception {
		TopicPattern pattern = TopicPattern.parse("a/b");
		List<Value> staying = IntStream.range(0, 20).mapToObj((i) -> new Value(-1, i)).toList();
		staying.forEach((value) -> this.tree.add(pattern, value));
		AtomicBoolean done = new AtomicBoolean();
		List<Callable<Void>> tasks = new ArrayList<>();
		tasks.add(() -> {
			try {
				comeAndGo(pattern, new Random(seed));
			}
			finally {
				done.set(true);
			}
			return null;
		});
		for (int i = 1; i < THREADS; i++) {
			tasks.add(() -> {
				do {
					Map<Value, Integer> seen = seenOnce(seed);
					assertEqual(staying.stream().allMatch(seen::containsKey), true, "seed " + seed + ": all who stay");
				}
				while (!done.get());
				return null;
			});
		}
		runAll(tasks);
	}

	private void comeAndGo(TopicPattern pattern, Random random) {
		List<Value> moving = IntStream.range(0, 30).mapToObj((i) -> new Value(0, i)).toList();
		for (int i = 0; i < 100_000; i++) {
			Value value = moving.get(random.nextInt(moving.size()));
			if (!this.tree.remove(pattern, value)) {
				this.tree.add(pattern, value);
			}
		}
	}

	private Map<Value, Integer> seenOnce(long seed) {
		Map<Value, Integer> seen = new HashMap<>();
		Matches<Value> matches = this.tree.match(Topic.parse("a/b"));
		assertEqual(matches.patternCount(), 1, "seed " + seed + ": patterns");
		matches.forEach((value) -> assertEqual(seen.merge(value, 1, Integer::sum), 1, "seed " + seed + ": visits"));
		return seen;
	}

	private <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
		CyclicBarrier start = new CyclicBarrier(tasks.size());
		List<Future<T>> futures = new ArrayList<>();
		for (Callable<T> task : tasks) {
			futures.add(this.executor.submit(() -> {
				start.await();
				return task.call();
			}));
		}
		List<T> results = new ArrayList<>();
		for (Future<T> future : futures) {
			results.add(future.get());
		}
		return results;
	}

	private static void assertEqual(Object actual, Object expected, String description) {
		if (!actual.equals(expected)) {
			assertThat(actual).as(description).isEqualTo(expected);
		}
	}

	/**
	 * A registered value; records compare by content, the tree by identity.
	 */
	private record Value(int owner, int number) {
	}

}
