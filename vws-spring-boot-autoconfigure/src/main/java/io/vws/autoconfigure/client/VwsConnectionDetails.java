package io.vws.autoconfigure.client;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the server of the {@code vwsClient} bean is. A bean of this type replaces
 * {@code vws.client.url}.
 */
public interface VwsConnectionDetails extends ConnectionDetails {

	/**
	 * The endpoint, such as {@code wss://shop.example/vws}.
	 */
	String getUrl();

}
