package io.vws.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Who is connected to a {@link VwsServer} now, and the way to end that. A user is known
 * by the name of the principal; a peer without one by the id of its connection.
 * Thread-safe; no method waits for a peer.
 */
public final class VwsConnections {

	private final VwsServer server;

	/**
	 * Create a view of the connections of a server.
	 */
	public VwsConnections(VwsServer server) {
		this.server = server;
	}

	/**
	 * What is known of one connection at the moment of the question.
	 *
	 * @param id id of the connection
	 * @param user who is connected
	 * @param address remote address for people, {@code null} if unknown
	 * @param since when it was opened
	 * @param expiresAt when the identity of the peer expires, {@code null} if never
	 * @param patterns what the peer is subscribed to, in the names of the bus
	 * @param queuedMessages messages that wait for the peer
	 * @param queuedBytes bytes that wait for the peer
	 * @param sent what has been sent to the peer
	 */
	public record Info(String id, String user, @Nullable String address, Instant since, @Nullable Instant expiresAt,
			List<String> patterns, int queuedMessages, long queuedBytes, OutboundTraffic sent) {

		private static Info of(VwsConnection connection) {
			return new Info(connection.peer().connectionId(), connection.peer().name(), connection.peer().address(),
					connection.since(), connection.validity().expiresAt(), connection.patterns(),
					connection.queuedMessages(), connection.queuedBytes(), connection.sent());
		}

	}

	/**
	 * Return all connections, in no particular order.
	 */
	public List<Info> list() {
		return this.server.connections().stream().map(Info::of).toList();
	}

	/**
	 * Return some connections, in no particular order.
	 * @param limit most connections to return
	 */
	public List<Info> list(int limit) {
		return this.server.connections().stream().limit(limit).map(Info::of).toList();
	}

	/**
	 * Return the connections of a user, in no particular order.
	 */
	public List<Info> list(String user) {
		return of(user).stream().map(Info::of).toList();
	}

	/**
	 * End the connections of a user with code 4503, which tells clients not to come back.
	 * The user gets no further event, also none that waits. This locks nobody out: who is
	 * to stay away must not be able to log in.
	 * @return how many connections there were
	 */
	public int disconnect(String user) {
		List<VwsConnection> connections = of(user);
		connections.forEach((connection) -> connection.cut(CloseReason.DISCONNECTED));
		return connections.size();
	}

	/**
	 * End one connection, as {@link #disconnect} does all of a user.
	 * @param id id of the connection
	 * @return whether there was one
	 */
	public boolean disconnectOne(String id) {
		Optional<VwsConnection> found = this.server.connections()
			.stream()
			.filter((connection) -> connection.peer().connectionId().equals(id))
			.findAny();
		found.ifPresent((connection) -> connection.cut(CloseReason.DISCONNECTED));
		return found.isPresent();
	}

	/**
	 * Ask the rules again about what a user is subscribed to, because what they look at
	 * has changed. A connection of which they refuse anything now ends with code 4005:
	 * the client comes back, and what it may not have any more is refused. When this
	 * returns, nobody gets a further event that the rules refuse.
	 * @return how many connections were ended
	 */
	public int recheck(String user) {
		return (int) of(user).stream().filter(Predicate.not(VwsConnection::recheck)).count();
	}

	private List<VwsConnection> of(String user) {
		return this.server.connections()
			.stream()
			.filter((connection) -> connection.peer().name().equals(user))
			.toList();
	}

}
