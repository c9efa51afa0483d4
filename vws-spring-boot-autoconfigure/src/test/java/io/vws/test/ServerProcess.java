package io.vws.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application of {@link VwsTestApplication} in a process of its own, so that tests
 * can stop, freeze and kill it.
 */
public final class ServerProcess implements AutoCloseable {

	private static final String PORT = "Listening on port ";

	/** Set where the tests run on Tomcat's own sessions. */
	private static final String DIRECT = "vws.server.tomcat.direct";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Process process;

	private final Queue<String> output = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private ServerProcess(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read, "server-process");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a process and wait until it listens.
	 * @param properties as for {@link VwsTestApplication#start(String...)}
	 */
	public static ServerProcess start(String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1", "-D" + DIRECT + "=" + System.getProperty(DIRECT, "true"), "-cp",
						classPath(), ServerProcess.class.getName()));
		command.addAll(List.of(properties));
		ServerProcess server = new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
		server.port();
		return server;
	}

	/** Surefire puts the class path into the manifest of a jar. */
	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/** Runs in the process. */
	public static void main(String[] properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(VwsTestApplication.Application.class)
			.run(VwsTestApplication.arguments("spring.main.register-shutdown-hook=true", properties));
		System.out.println(PORT + context.getEnvironment().getProperty("local.server.port"));
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				this.output.add(line);
				if (line.startsWith(PORT)) {
					this.port.complete(Integer.parseInt(line.substring(PORT.length())));
				}
			}
		}
		catch (IOException ex) {
			this.output.add(ex.toString());
		}
		this.port.completeExceptionally(new IllegalStateException("The process has ended: " + this.output));
	}

	/**
	 * The port that it listens on.
	 */
	public int port() {
		try {
			return this.port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			this.process.destroyForcibly();
			throw new IllegalStateException("The process does not listen: " + this.output, ex);
		}
	}

	/**
	 * What it has written.
	 */
	public List<String> output() {
		return List.copyOf(this.output);
	}

	/** Ask it to stop, as {@code kill -TERM} does. */
	public void terminate() {
		this.process.destroy();
	}

	/** End it at once, as {@code kill -KILL} does. */
	public void kill() {
		this.process.destroyForcibly();
	}

	/** Stop its threads, as a long pause of its machine does. */
	public void freeze() throws IOException, InterruptedException {
		signal("-STOP");
	}

	/** Let it go on. */
	public void thaw() throws IOException, InterruptedException {
		signal("-CONT");
	}

	private void signal(String signal) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start();
		if (kill.waitFor() != 0) {
			throw new IOException("No signal could be sent");
		}
	}

	/**
	 * Wait for its end.
	 * @return whether it has ended within the time
	 */
	public boolean awaitEnd(Duration timeout) throws InterruptedException {
		return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		kill();
	}

}
