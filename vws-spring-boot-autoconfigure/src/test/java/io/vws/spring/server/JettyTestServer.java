package io.vws.spring.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.vws.bus.EventBus;
import io.vws.bus.Peer;
import io.vws.server.CloseReason;
import io.vws.server.ServerListener;
import io.vws.server.VwsServer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application on a real Jetty, where everybody may do everything as fast as they can.
 */
final class JettyTestServer implements AutoCloseable {

	/** What must not stand in the log. */
	static final String STACK_TRACE = "(?m)^(\\s+at [\\w.$/<>]+\\(|Caused by: )";

	private final ServletWebServerApplicationContext context;

	private JettyTestServer(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application.
	 * @param properties further properties, such as {@code vws.server.ping-interval=1s}
	 */
	static JettyTestServer start(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--vws.server.rate.messages-per-second=0", "--vws.server.rate.bytes-per-second=0",
				"--vws.server.rate.nacks-per-second=0", "--vws.server.authorization.subscribe[0].topic=#",
				"--vws.server.authorization.subscribe[0].access=permitAll",
				"--vws.server.authorization.publish[0].topic=#",
				"--vws.server.authorization.publish[0].access=permitAll"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) SpringApplication
			.run(Application.class, arguments.toArray(String[]::new));
		assertThat(context.getWebServer()).isInstanceOf(JettyWebServer.class);
		return new JettyTestServer(context);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	JettyTestPeer connect() throws IOException {
		return JettyTestPeer.open(port());
	}

	JettyTestPeer handshake(Map<String, String> headers) throws IOException {
		return JettyTestPeer.handshake(port(), headers);
	}

	EventBus bus() {
		return this.context.getBean(EventBus.class);
	}

	VwsServer server() {
		return this.context.getBean(VwsServer.class);
	}

	/** Why connections ended, in order; each once. */
	BlockingQueue<CloseReason> closed() {
		return this.context.getBean(Recorder.class).closed;
	}

	void awaitNoConnections() {
		await().untilAsserted(() -> assertThat(server().connections()).isEmpty());
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

	}

	/** Notes why connections ended. */
	static final class Recorder implements ServerListener {

		private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

		@Override
		public void closed(Peer peer, CloseReason reason, Duration age) {
			this.closed.add(reason);
		}

	}

}
