package io.vws.autoconfigure.client;

import java.net.URI;
import java.net.URISyntaxException;

import io.vws.spring.client.ClientStartException;

/**
 * The URL of a server on its way from the configuration, with care for credentials that
 * somebody put into it.
 */
final class ClientUrl {

	private ClientUrl() {
	}

	/**
	 * Return the URL without what may be a secret.
	 */
	static String printable(String url) {
		return url.replaceFirst("//[^/?#]*@", "//***@").replaceFirst("[?#].*", "?***");
	}

	/**
	 * Check that a URL leads to a WebSocket.
	 * @throws ClientStartException that does not tell credentials
	 */
	static void check(String key, String url) {
		try {
			URI uri = new URI(url);
			String scheme = String.valueOf(uri.getScheme());
			require(scheme.matches("(?i)wss?|https?"), key, url, "Must begin with ws, wss, http or https");
			require(uri.getHost() != null, key, url, "Names no host");
			require(uri.getRawUserInfo() == null, key, url, "Must have no credentials: use the properties "
					+ key.replaceFirst("url$", "basic") + ".username and .password");
			require(uri.getRawFragment() == null, key, url, "Must have no fragment");
		}
		catch (URISyntaxException ex) {
			throw invalid(key, url, ex.getReason() + " (at index " + ex.getIndex() + ")");
		}
	}

	private static void require(boolean valid, String key, String url, String reason) {
		if (!valid) {
			throw invalid(key, url, reason);
		}
	}

	private static ClientStartException invalid(String key, String url, String reason) {
		return new ClientStartException(
				"Invalid value '" + printable(url) + "' for configuration property '" + key + "': " + reason + ".",
				"Give the URL of a VWS endpoint, such as wss://shop.example/vws.");
	}

}
