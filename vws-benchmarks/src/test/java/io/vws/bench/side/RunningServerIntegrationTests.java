package io.vws.bench.side;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.vws.bench.load.LoadGenerator;
import io.vws.bench.load.Report;
import io.vws.bench.load.Timing;
import io.vws.bench.load.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RunningServer}, with processes.
 */
@Timeout(60)
class RunningServerIntegrationTests {

	private static final List<String> JVM = List.of(System.getProperty("java.home") + "/bin/java", "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));

	private static final Contestant LIMIT = Contestant.ALL.get(4);

	@Test
	void startWhenServerRunsThenItsCpuAndMemoryAreItsOwn(@TempDir Path directory) throws IOException {
		long pid;
		try (RunningServer server = RunningServer.start(LIMIT, JVM, directory)) {
			pid = server.target().pid();
			assertThat(server.target().jcmd()).isNotNull();
			Report report = LoadGenerator.run(server.target(), Workload.parse("idle-3"),
					new Timing(0.1, 0.1, 0.1, 1, 30));
			assertThat(report.values()).doesNotContainKey("failed").containsKey("heapKiBPerConnection");
		}
		assertThat(ProcessHandle.of(pid)).isNotPresent();
	}

	@Test
	void startWhenServerEndsAtOnceThenSaysWhereItsLogIs(@TempDir Path directory) {
		Contestant broken = new Contestant("broken", "raw", "no.such.Main", List.of());
		assertThatIllegalStateException().isThrownBy(() -> RunningServer.start(broken, JVM, directory))
			.withMessageContaining("broken.log");
	}

}
