package io.vws.bench.side;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vws.bench.load.LoadGenerator;
import io.vws.bench.load.Protocol;
import io.vws.bench.load.Target;

/**
 * A server in a process of its own, on a free port of the loopback interface. What it
 * prints goes to a file.
 */
final class RunningServer implements AutoCloseable {

	private static final long START_SECONDS = 90;

	private static final long STOP_SECONDS = 20;

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private final Contestant contestant;

	private final Process process;

	private final int port;

	private RunningServer(Contestant contestant, Process process, int port) {
		this.contestant = contestant;
		this.process = process;
		this.port = port;
	}

	/**
	 * Start a server and wait until it accepts connections.
	 * @param jvm the words that start a JVM, up to its main class
	 * @param directory where its log goes
	 */
	static RunningServer start(Contestant contestant, List<String> jvm, Path directory) throws IOException {
		int port = freePort();
		List<String> words = new ArrayList<>(contestant.main().isEmpty() ? List.of() : jvm);
		if (!contestant.main().isEmpty()) {
			words.add(contestant.main());
		}
		for (String word : contestant.command()) {
			words.add(word.contains("{config}") ? mosquittoConfiguration(directory, port).toString()
					: word.replace("{port}", Integer.toString(port)));
		}
		words.set(0, program(words.get(0)));
		File log = directory.resolve(contestant.name() + ".log").toFile();
		Process process = new ProcessBuilder(words).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
			.start();
		// If this program is stopped.
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
		RunningServer server = new RunningServer(contestant, process, port);
		try {
			server.awaitStart(log);
		}
		catch (IllegalStateException ex) {
			server.close();
			throw ex;
		}
		return server;
	}

	private void awaitStart(File log) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (System.nanoTime() < end && this.process.isAlive()) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(LOOPBACK, this.port), 1000);
				return;
			}
			catch (IOException ex) {
				waitFor(200);
			}
		}
		throw new IllegalStateException(this.contestant.name() + " did not start, see " + log);
	}

	private boolean waitFor(long millis) {
		try {
			return this.process.waitFor(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
			return socket.getLocalPort();
		}
	}

	/**
	 * No queue limit, so that nothing is dropped. The plain listener is unused: some
	 * versions do not start with a WebSocket listener alone.
	 */
	private static Path mosquittoConfiguration(Path directory, int port) throws IOException {
		String text = """
				allow_anonymous true
				persistence false
				log_type error
				max_queued_messages 0
				max_inflight_messages 0
				set_tcp_nodelay true
				listener %d 127.0.0.1
				listener %d 127.0.0.1
				protocol websockets
				""".formatted(freePort(), port);
		return Files.writeString(directory.resolve("mosquitto.conf"), text).toAbsolutePath();
	}

	/**
	 * Where a program lies; system daemons are not on everybody's path.
	 */
	static String program(String name) {
		if (name.indexOf('/') >= 0) {
			return name;
		}
		String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
		for (String directory : path.split(":")) {
			Path program = Path.of(directory, name);
			if (Files.isExecutable(program)) {
				return program.toString();
			}
		}
		throw new IllegalStateException("There is no program " + name);
	}

	Contestant contestant() {
		return this.contestant;
	}

	/**
	 * This server as the generator sees it.
	 */
	Target target() {
		return new Target(this.contestant.name(), Protocol.named(this.contestant.protocol()), this.port,
				this.process.pid(), LoadGenerator.jcmd(this.process.pid()));
	}

	@Override
	public void close() {
		this.process.destroy();
		if (!waitFor(STOP_SECONDS * 1000)) {
			this.process.destroyForcibly();
			waitFor(STOP_SECONDS * 1000);
		}
	}

}
