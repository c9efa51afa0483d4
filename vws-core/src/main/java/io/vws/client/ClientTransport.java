package io.vws.client;

import java.util.Map;

/**
 * Makes connections to the server. Tests have one without sockets.
 */
interface ClientTransport {

	/**
	 * Start to connect; returns at once.
	 * @param headers headers of the upgrade
	 * @param listener told what becomes of it
	 * @throws IllegalArgumentException if there cannot be such headers
	 */
	void connect(Map<String, String> headers, LinkListener listener);

	/**
	 * Let go of threads, as soon as the last connection has ended. {@link #connect}
	 * starts them again.
	 */
	void release();

}
