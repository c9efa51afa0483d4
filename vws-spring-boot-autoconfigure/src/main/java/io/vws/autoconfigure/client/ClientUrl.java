package io.vws.autoconfigure.client;

import io.vws.client.VwsClient;
import io.vws.client.VwsClientBuilder;
import io.vws.spring.client.ClientStartException;

/**
 * The URL of a server on its way from the configuration, with care for credentials that
 * somebody put into it.
 */
final class ClientUrl {

	private ClientUrl() {
	}

	/**
	 * Return the URL without what may be a secret: its query, or all of it if it may have
	 * a password.
	 */
	static String printable(String url) {
		return url.contains("@") ? "***" : url.replaceFirst("[?#].*", "?***");
	}

	/**
	 * Return a builder of the client of a server.
	 * @param key property that has the URL
	 * @throws ClientStartException if it does not lead to a WebSocket
	 */
	static VwsClientBuilder builder(String key, String url) {
		try {
			return VwsClient.builder(url);
		}
		catch (IllegalArgumentException ex) {
			throw new ClientStartException("Invalid value '" + printable(url) + "' for configuration property '" + key
					+ "': " + ex.getMessage() + ".", "Give the URL of a VWS endpoint, such as wss://shop.example/vws.");
		}
	}

}
