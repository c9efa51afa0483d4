package io.vws.bench.side;

import java.util.List;

import io.vws.bench.load.Workload;

/**
 * A system that is measured.
 *
 * @param name its name in tables
 * @param protocol the protocol it speaks
 * @param main its main class, if it is a JVM started here, else empty
 * @param command the words to start it with, {@code {port}} standing for its port; behind
 * the main class if there is one
 */
record Contestant(String name, String protocol, String main, List<String> command) {

	/** Ours: what all others are compared with. */
	static final String VWS = "vws";

	static final String STOMP = "stomp";

	static final String SPRING = "spring";

	static final String MOSQUITTO = "mosquitto";

	private static final String PEERS = "io.vws.bench.peer.";

	/** All, in the order in which they run and stand in tables. */
	static final List<Contestant> ALL = List.of(new Contestant(VWS, "vws", PEERS + "VwsPeer", List.of("{port}")),
			new Contestant(STOMP, "stomp", PEERS + "StompPeer", List.of("{port}")),
			new Contestant(SPRING, "raw", PEERS + "PlainSpringPeer", List.of("{port}")),
			new Contestant(MOSQUITTO, "mqtt", "", List.of("mosquitto", "-c", "{config}")),
			new Contestant("limit", "raw", PEERS + "LimitPeer", List.of("{port}")),
			new Contestant("limit-batch", "raw", PEERS + "LimitPeer", List.of("{port}", "--batch")));

	/**
	 * Whether the workload means something for this system: the plain ones have no
	 * topics, and the limit is about publishing only.
	 */
	boolean takes(Workload workload) {
		return switch (workload.kind()) {
			case TOPICS -> !this.name.equals(SPRING) && !this.name.equals("limit-batch");
			case FANOUT -> true;
			case PACED -> !this.name.equals("limit-batch");
			case IDLE, STORM, STALLED -> !this.name.startsWith("limit");
		};
	}

	boolean isJvm() {
		return !this.name.equals(MOSQUITTO);
	}

}
