package io.vws.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The endpoint of a server. Its query may hold a secret, so no message quotes it.
 *
 * @param uri the URL with scheme {@code ws} or {@code wss}
 */
record ServerUrl(URI uri) {

	private static final Pattern SCHEME = Pattern.compile("(?:ws|http)(s?):", Pattern.CASE_INSENSITIVE);

	/**
	 * Check a URL.
	 * @param url with scheme {@code ws}, {@code wss}, {@code http} or {@code https}
	 * @throws IllegalArgumentException if it is not valid
	 */
	static ServerUrl parse(String url) {
		Matcher scheme = SCHEME.matcher(url);
		check(scheme.lookingAt(), "The URL must begin with ws, wss, http or https");
		String secure = scheme.group(1).toLowerCase(Locale.ROOT);
		try {
			URI uri = new URI("ws" + secure + url.substring(scheme.end(1)));
			check(uri.getHost() != null, "The URL names no host");
			check(uri.getRawUserInfo() == null, "Credentials do not belong into the URL but into a header");
			check(uri.getRawFragment() == null, "The URL of a WebSocket has no fragment");
			return new ServerUrl(uri);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(
					"The URL is not valid: " + ex.getReason() + " at index " + ex.getIndex());
		}
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

	/** The URL without its query. */
	String forPeople() {
		return this.uri.getScheme() + "://" + this.uri.getRawAuthority() + this.uri.getRawPath();
	}

}
