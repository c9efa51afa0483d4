package io.vws.autoconfigure.client;

/**
 * What the configuration says about one client.
 *
 * @param name name in the configuration, empty for {@code vws.client}
 * @param properties its properties
 */
record ConfiguredClient(String name, VwsClientProperties properties) {

	static ConfiguredClient unqualified(VwsClientProperties properties) {
		return new ConfiguredClient("", properties);
	}

	/** Where the properties stand. */
	String key() {
		return this.name.isEmpty() ? "vws.client" : "vws.clients." + this.name;
	}

	/** Full name of a property of the client. */
	String key(String property) {
		return key() + "." + property;
	}

}
