package io.vws.bench.side;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vws.bench.load.Workload;

/**
 * The options of {@link SideBySide}.
 *
 * @param contestants the systems
 * @param workloads the workloads
 * @param rounds runs of each pair
 * @param seconds measured stretch of each run
 * @param java the program that runs the JVM systems
 * @param output where the lines of JSON go
 */
record Options(List<Contestant> contestants, List<Workload> workloads, int rounds, double seconds, Path java,
		Path output) {

	static final String USAGE = """
			--systems vws,stomp,...    of vws, stomp, spring, mosquitto, limit, limit-batch
			--workloads fanout-1,...   also with options: fanout-100/window=1/size=2048
			--rounds 3
			--seconds 2.5              measured stretch of a run; paced takes three times as long
			--java PROGRAM             for the JVM systems
			--vws-command "WORDS"      starts another build of ours; {port} stands for its port
			--output DIRECTORY         target/side-by-side
			--quick true               one round of one second, for a first look
			""";

	private static final String WORKLOADS = "fanout-1,fanout-100,fanout-1000/window=16,fanout-100/window=1,"
			+ "fanout-100/size=2048,paced,topics-100x10,topics-1000x10,stalled,storm-2000,idle-5000";

	private static final Set<String> KNOWN = Set.of("--systems", "--workloads", "--rounds", "--seconds", "--java",
			"--vws-command", "--output", "--quick");

	/**
	 * Read a command line.
	 * @throws IllegalArgumentException if there is no such option
	 */
	static Options parse(String... args) {
		Map<String, String> given = new HashMap<>();
		for (int i = 0; i < args.length; i += 2) {
			if (!KNOWN.contains(args[i]) || i + 1 == args.length) {
				throw new IllegalArgumentException("Not an option with a value: " + args[i] + "\n" + USAGE);
			}
			given.put(args[i], args[i + 1]);
		}
		boolean quick = Boolean.parseBoolean(given.get("--quick"));
		List<Workload> workloads = new ArrayList<>();
		for (String name : given.getOrDefault("--workloads", WORKLOADS).split(",")) {
			workloads.add(Workload.parse(name));
		}
		return new Options(contestants(given), List.copyOf(workloads),
				Integer.parseInt(given.getOrDefault("--rounds", quick ? "1" : "3")),
				Double.parseDouble(given.getOrDefault("--seconds", quick ? "1" : "2.5")),
				Path.of(given.getOrDefault("--java", System.getProperty("java.home") + "/bin/java")),
				Path.of(given.getOrDefault("--output", "target/side-by-side")));
	}

	private static List<Contestant> contestants(Map<String, String> given) {
		List<String> known = Contestant.ALL.stream().map(Contestant::name).toList();
		List<String> wanted = List.of(given.getOrDefault("--systems", String.join(",", known)).split(","));
		for (String name : wanted) {
			if (!known.contains(name)) {
				throw new IllegalArgumentException("Not a system: " + name);
			}
		}
		String command = given.get("--vws-command");
		List<Contestant> chosen = new ArrayList<>();
		for (Contestant contestant : Contestant.ALL) {
			if (!wanted.contains(contestant.name())) {
				continue;
			}
			if (command != null && contestant.name().equals(Contestant.VWS)) {
				chosen.add(new Contestant(Contestant.VWS, "vws", "", List.of(command.split(" +"))));
			}
			else {
				chosen.add(contestant);
			}
		}
		return List.copyOf(chosen);
	}

}
