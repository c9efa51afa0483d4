package io.vws.autoconfigure.client;

import io.vws.client.VwsClientBuilder;

/**
 * A bean of this type has the last word on how the clients of servers are built: those of
 * {@code vws.client} and {@code vws.clients}. The local client has no builder.
 */
@FunctionalInterface
public interface VwsClientCustomizer {

	/**
	 * Change what the configuration says.
	 * @param name name of the client in the configuration; that of {@code vws.client} is
	 * empty
	 * @param builder what the properties have been applied to
	 */
	void customize(String name, VwsClientBuilder builder);

}
