package io.vws.autoconfigure.client;

import java.time.Duration;

import io.vws.client.ConnectHeaders;

/**
 * Makes the headers of clients that fetch their tokens. Keeps the classes of OAuth 2 out
 * of sight where they are missing.
 */
@FunctionalInterface
interface TokenHeaders {

	/**
	 * Return headers with a token of a client registration.
	 * @param key property that names the registration
	 * @param timeout longest time to wait for the token
	 */
	ConnectHeaders of(String key, String registrationId, Duration timeout);

}
