package io.vws.bus;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection.
 *
 * @param connectionId id of the connection, unique in this process; a name, not a secret
 * @param principal who the peer proved to be when it connected, {@code null} if nobody
 * asked
 * @param address remote address for people, {@code null} if unknown
 */
public record Peer(String connectionId, @Nullable Principal principal, @Nullable String address) {

	/**
	 * Name of the principal, or the id of the connection if there is none.
	 */
	public String name() {
		return (this.principal != null) ? this.principal.getName() : this.connectionId;
	}

}
