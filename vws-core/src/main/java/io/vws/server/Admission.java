package io.vws.server;

import java.security.Principal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.bucket4j.Bucket;
import io.vws.bus.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections in all, of each user and from each address, and says whether a
 * further one is taken. Thread-safe. Of several that come at once, each is counted before
 * it is looked at, so that no limit is exceeded.
 */
final class Admission {

	/**
	 * Spring Security's name for nobody, known by its name because the core does not know
	 * the class.
	 */
	private static final String ANONYMOUS = "AnonymousAuthenticationToken";

	private final ConnectionLimits limits;

	private final @Nullable Bucket handshakes;

	private final AtomicInteger all = new AtomicInteger();

	/** By name; holds those only that have connections. */
	private final ConcurrentMap<String, Integer> users = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Integer> addresses = new ConcurrentHashMap<>();

	private volatile boolean closed;

	Admission(ConnectionLimits limits, CoarseClock clock) {
		this.limits = limits;
		this.handshakes = RateBuckets.shared(limits.handshakesPerSecond(), clock);
	}

	/** Why nobody at all would be taken now. */
	@Nullable CloseReason refusal() {
		return refusal(this.all.get(), 0, 0);
	}

	/**
	 * A peer wants to connect. Who is refused for another reason does not use up the
	 * handshakes of the others.
	 */
	@Nullable CloseReason handshake(@Nullable Principal principal, @Nullable String address) {
		String user = user(principal);
		CloseReason refusal = refusal(this.all.get(), (user != null) ? this.users.getOrDefault(user, 0) : 0,
				(address != null) ? this.addresses.getOrDefault(address, 0) : 0);
		if (refusal == null && this.handshakes != null && !this.handshakes.tryConsume(1)) {
			return CloseReason.TOO_MANY_HANDSHAKES;
		}
		return refusal;
	}

	/**
	 * A peer has connected; to be followed by {@link #leave}, whatever is returned.
	 * @return why it is not taken
	 */
	@Nullable CloseReason enter(Peer peer) {
		return refusal(this.all.getAndIncrement(), count(this.users, this.limits.perUser(), user(peer.principal()), 1),
				count(this.addresses, this.limits.perAddress(), peer.address(), 1));
	}

	/** The connection of a peer has ended. */
	void leave(Peer peer) {
		this.all.decrementAndGet();
		count(this.users, this.limits.perUser(), user(peer.principal()), -1);
		count(this.addresses, this.limits.perAddress(), peer.address(), -1);
	}

	/** Take nobody any more. */
	void close() {
		this.closed = true;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Count one that comes or goes.
	 * @return how many there were before
	 */
	private static int count(ConcurrentMap<String, Integer> counts, int limit, @Nullable String key, int step) {
		if (limit == 0 || key == null) {
			return 0;
		}
		Integer now = counts.merge(key, step,
				(count, more) -> (count + more != 0) ? Integer.valueOf(count + more) : null);
		return ((now != null) ? now : 0) - step;
	}

	private @Nullable CloseReason refusal(int others, int ofUser, int fromAddress) {
		if (this.closed) {
			return CloseReason.RESTARTING;
		}
		if (others >= this.limits.max()) {
			return CloseReason.TRY_AGAIN_LATER;
		}
		if (isReached(this.limits.perUser(), ofUser)) {
			return CloseReason.TOO_MANY_OF_USER;
		}
		return isReached(this.limits.perAddress(), fromAddress) ? CloseReason.TOO_MANY_FROM_ADDRESS : null;
	}

	private static boolean isReached(int limit, int others) {
		return limit > 0 && others >= limit;
	}

	private static @Nullable String user(@Nullable Principal principal) {
		if (principal == null || principal.getClass().getSimpleName().equals(ANONYMOUS)) {
			return null;
		}
		return principal.getName();
	}

}
