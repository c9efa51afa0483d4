package io.vws.bench.peer;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * VWS as any application has it: the starter, and a rule that lets everybody publish and
 * subscribe to everything. All else is at its default.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class VwsPeer {

	/**
	 * Start the server on the loopback interface.
	 */
	public static ConfigurableApplicationContext start(int port) {
		return SpringPeer.start(VwsPeer.class, port, "vws");
	}

	/**
	 * Run the server.
	 */
	public static void main(String[] args) {
		start(SpringPeer.port(args));
	}

}
