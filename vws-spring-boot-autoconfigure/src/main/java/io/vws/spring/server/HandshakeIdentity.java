package io.vws.spring.server;

import java.security.Principal;
import java.util.Map;

import io.vws.server.Validity;
import org.jspecify.annotations.Nullable;

/**
 * Who connects, as a {@link VwsHandshakeInterceptor} found out. Without one, it is the
 * principal of the servlet request, for as long as the connection lasts.
 *
 * @param principal who connects
 * @param validity how long that holds
 * @param onClosed called when the connection has ended
 */
public record HandshakeIdentity(Principal principal, Validity validity, Runnable onClosed) {

	private static final String ATTRIBUTE = HandshakeIdentity.class.getName();

	/**
	 * Leave it to the connection.
	 * @param attributes the attributes of the handshake
	 */
	public void putInto(Map<String, Object> attributes) {
		attributes.put(ATTRIBUTE, this);
	}

	static @Nullable HandshakeIdentity of(Map<String, Object> attributes) {
		return (HandshakeIdentity) attributes.get(ATTRIBUTE);
	}

}
