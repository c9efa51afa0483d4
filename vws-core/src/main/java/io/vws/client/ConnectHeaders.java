package io.vws.client;

import java.util.Map;

/**
 * Headers of the upgrade, asked for at every attempt to connect, so that credentials are
 * fresh. Called on a thread on which code may wait.
 */
@FunctionalInterface
public interface ConnectHeaders {

	/**
	 * Return the headers, such as {@code Authorization}.
	 * @throws Exception the attempt has failed then, and the client tries again
	 */
	Map<String, String> headers() throws Exception;

}
