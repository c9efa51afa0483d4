package io.vws.spring.server;

import io.vws.server.VwsServer;
import io.vws.server.VwsServerBuilder;

/**
 * Changes how the server is built. Beans of this type are called in their order, when the
 * configuration has said all it has to say.
 */
@FunctionalInterface
public interface VwsServerCustomizer {

	/**
	 * Change what is to be built.
	 */
	void customize(VwsServerBuilder builder);

}
