package io.vws.bench.side;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.catalina.util.ServerInfo;

import org.springframework.boot.SpringBootVersion;
import org.springframework.core.SpringVersion;

/**
 * What the figures were measured on and with.
 */
final class Machine {

	private static final Path CPUS = Path.of("/proc/cpuinfo");

	private Machine() {
	}

	static String describe(Options options) throws IOException {
		String model = "unknown";
		for (String line : Files.readAllLines(CPUS)) {
			if (line.startsWith("model name")) {
				model = line.substring(line.indexOf(':') + 1).strip();
			}
		}
		String load = Files.readString(Path.of("/proc/loadavg")).strip();
		StringBuilder text = new StringBuilder("- Machine: ").append(Runtime.getRuntime().availableProcessors())
			.append(" cores, ")
			.append(model)
			.append(", ")
			.append(System.getProperty("os.name"))
			.append(' ')
			.append(System.getProperty("os.version"))
			.append("\n- Load average before: ")
			.append(load)
			.append("\n- JVM of the systems: ")
			.append(lastLine(options.java().toString(), "-version"))
			.append("\n- JVM of the generator: ")
			.append(System.getProperty("java.vm.name"))
			.append(' ')
			.append(System.getProperty("java.vm.version"))
			.append("\n- Spring Boot ")
			.append(SpringBootVersion.getVersion())
			.append(", Spring ")
			.append(SpringVersion.getVersion())
			.append(", ")
			.append(ServerInfo.getServerInfo());
		if (options.contestants().stream().anyMatch((contestant) -> !contestant.isJvm())) {
			text.append("\n- ").append(firstLine(RunningServer.program("mosquitto"), "-h"));
		}
		return text.append("\n- Rounds: ")
			.append(options.rounds())
			.append(", each of ")
			.append(options.seconds())
			.append(" s\n")
			.toString();
	}

	private static String firstLine(String... command) throws IOException {
		List<String> lines = output(command);
		return lines.isEmpty() ? "unknown" : lines.get(0);
	}

	private static String lastLine(String... command) throws IOException {
		List<String> lines = output(command);
		return lines.isEmpty() ? "unknown" : lines.get(lines.size() - 1);
	}

	private static List<String> output(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			process.waitFor(5, TimeUnit.SECONDS);
			return output.lines().filter((line) -> !line.isBlank()).toList();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return List.of();
		}
		finally {
			process.destroy();
		}
	}

}
