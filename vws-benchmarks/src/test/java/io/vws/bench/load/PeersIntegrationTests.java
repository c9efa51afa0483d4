package io.vws.bench.load;

import java.io.IOException;

import io.vws.bench.peer.LimitPeer;
import io.vws.bench.peer.PlainSpringPeer;
import io.vws.bench.peer.StompPeer;
import io.vws.bench.peer.VwsPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the generator and the peers, one against the other, within this process.
 */
@Tag("one-jdk")
@Timeout(60)
class PeersIntegrationTests {

	private static final Timing SHORT = new Timing(0.2, 0.1, 0.1, 2, 30);

	@AutoClose
	private static ConfigurableApplicationContext vws;

	@AutoClose
	private static ConfigurableApplicationContext stomp;

	@AutoClose
	private static ConfigurableApplicationContext spring;

	private static LimitPeer limit;

	private static LimitPeer batch;

	@BeforeAll
	static void start() throws IOException {
		vws = VwsPeer.start(0);
		stomp = StompPeer.start(0);
		spring = PlainSpringPeer.start(0);
		limit = LimitPeer.start(0, false);
		batch = LimitPeer.start(0, true);
	}

	@AfterAll
	static void stop() throws IOException {
		limit.close();
		batch.close();
	}

	@ParameterizedTest
	@CsvSource({ "vws, fanout-5/window=4", "vws, fanout-2/size=2048", "vws, topics-4x3", "vws, paced-5",
			"stomp, fanout-5/window=4", "stomp, topics-4x3", "stomp, paced-5", "spring, fanout-5/window=4",
			"spring, paced-5", "limit, fanout-5/window=4", "limit, topics-4x1", "limit-batch, fanout-5/window=4" })
	void runWhenServerIsSoundThenEverythingArrives(String server, String workload) {
		Report report = run(server, workload);
		assertThat(report.values()).doesNotContainKey("failed");
		assertThat(report.figure("publishes")).isPositive();
		int receivers = workload.startsWith("topics") ? 1 : Workload.parse(workload).connections();
		assertThat(report.figure("deliveries")).isEqualTo(receivers * report.figure("publishes"));
		assertThat(report.figure("lost")).isZero();
		assertThat(report.figure("repeated")).isZero();
		assertThat(report.figure("refused")).isZero();
		// The simple broker keeps no order unless it is told to.
		if (!server.equals("stomp")) {
			assertThat(report.figure("disordered")).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ "vws, storm-20", "stomp, storm-20", "spring, storm-20", "vws, idle-20", "spring, idle-20" })
	void runWhenConnectionsOnlyOpenThenAllDo(String server, String workload) {
		Report report = run(server, workload);
		assertThat(report.values()).doesNotContainKey("failed");
		assertThat(report.figure("connections")).isEqualTo(20);
	}

	@Test
	void pacedReportsLatencies() {
		Report report = run("limit", "paced-2");
		assertThat(report.figure("p50Micros")).isPositive().isLessThanOrEqualTo(report.figure("p99Micros"));
		assertThat(report.figure("p99Micros")).isLessThanOrEqualTo(report.figure("maxMicros"));
	}

	@Test
	void stalledWhenServerClosesThemThenSeesItAndTheOthersLoseNothing() {
		Report report = run("limit", "stalled-5");
		assertThat(report.values()).doesNotContainKey("failed");
		assertThat(report.figure("stalledClosed")).isEqualTo(3);
		assertThat(report.figure("lastClosedSeconds")).isPositive();
		assertThat(report.figure("lost")).isZero();
	}

	private static Report run(String server, String workload) {
		return LoadGenerator.run(target(server), Workload.parse(workload), SHORT);
	}

	private static Target target(String server) {
		long pid = ProcessHandle.current().pid();
		return switch (server) {
			case "vws" -> new Target(server, Protocol.named("vws"), port(vws), pid, null);
			case "stomp" -> new Target(server, Protocol.named("stomp"), port(stomp), pid, null);
			case "spring" -> new Target(server, Protocol.named("raw"), port(spring), pid, null);
			case "limit" -> new Target(server, Protocol.named("raw"), limit.port(), pid, null);
			default -> new Target(server, Protocol.named("raw"), batch.port(), pid, null);
		};
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

}
