package io.vws.server;

import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.vws.bus.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom {@link Admission} takes, at each limit, one below and one above.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AdmissionTests {

	private static final Principal ADA = () -> "ada";

	private final CoarseClock clock = new CoarseClock();

	private Admission admission(int max, int perUser, int perAddress, int handshakes) {
		return new Admission(new ConnectionLimits(max, perUser, perAddress, handshakes), this.clock);
	}

	private static Peer peer(@Nullable Principal principal, @Nullable String address) {
		return new Peer("c", principal, address);
	}

	@Test
	void inAll() {
		Admission admission = admission(3, 0, 0, 0);
		for (int i = 0; i < 3; i++) {
			assertThat(admission.handshake(ADA, "a")).isNull();
			assertThat(admission.enter(peer(ADA, "a"))).isNull();
		}
		assertThat(admission.refusal()).isEqualTo(CloseReason.TRY_AGAIN_LATER);
		assertThat(admission.handshake(null, null)).isEqualTo(CloseReason.TRY_AGAIN_LATER);
		assertThat(admission.enter(peer(null, null))).isEqualTo(CloseReason.TRY_AGAIN_LATER);
		admission.leave(peer(null, null));
		admission.leave(peer(ADA, "a"));
		assertThat(admission.handshake(null, null)).isNull();
	}

	@Test
	void perUser() {
		Admission admission = admission(100, 3, 0, 0);
		for (int i = 0; i < 3; i++) {
			assertThat(admission.handshake(ADA, "a" + i)).isNull();
			assertThat(admission.enter(peer(ADA, "a" + i))).isNull();
		}
		assertThat(admission.handshake(ADA, "b")).isEqualTo(CloseReason.TOO_MANY_OF_USER);
		assertThat(admission.enter(peer(ADA, "b"))).isEqualTo(CloseReason.TOO_MANY_OF_USER);
		assertThat(admission.handshake(() -> "bob", "a0")).isNull();
		assertThat(admission.refusal()).isNull();
		admission.leave(peer(ADA, "b"));
		assertThat(admission.handshake(ADA, "b")).isEqualTo(CloseReason.TOO_MANY_OF_USER);
		admission.leave(peer(ADA, "a0"));
		assertThat(admission.handshake(ADA, "b")).isNull();
		assertThat(admission.enter(peer(ADA, "b"))).isNull();
	}

	@Test
	void perAddress() {
		Admission admission = admission(100, 0, 3, 0);
		for (int i = 0; i < 3; i++) {
			String user = "user" + i;
			assertThat(admission.handshake(() -> user, "a")).isNull();
			assertThat(admission.enter(peer(() -> user, "a"))).isNull();
		}
		assertThat(admission.handshake(ADA, "a")).isEqualTo(CloseReason.TOO_MANY_FROM_ADDRESS);
		assertThat(admission.enter(peer(ADA, "a"))).isEqualTo(CloseReason.TOO_MANY_FROM_ADDRESS);
		assertThat(admission.handshake(ADA, "b")).isNull();
		admission.leave(peer(ADA, "a"));
		admission.leave(peer(() -> "user0", "a"));
		assertThat(admission.enter(peer(ADA, "a"))).isNull();
	}

	/** Nobody is not a user of whom there may be few. */
	@Test
	void anonymousPeersAreNotCountedAsAUser() {
		Admission admission = admission(100, 1, 0, 0);
		for (int i = 0; i < 10; i++) {
			assertThat(admission.enter(peer(new AnonymousAuthenticationToken(), "a"))).isNull();
			assertThat(admission.enter(peer(null, null))).isNull();
		}
		assertThat(admission.handshake(new AnonymousAuthenticationToken(), "a")).isNull();
		assertThat(admission.handshake(null, null)).isNull();
	}

	@Test
	void handshakesPerSecond() {
		Admission admission = admission(100, 0, 0, 4);
		for (int i = 0; i < 4; i++) {
			assertThat(admission.handshake(ADA, "a")).isNull();
		}
		assertThat(admission.handshake(null, null)).isEqualTo(CloseReason.TOO_MANY_HANDSHAKES);
		assertThat(admission.refusal()).isNull();
		this.clock.advance(Duration.ofMillis(250).toNanos() - 1);
		assertThat(admission.handshake(ADA, "a")).isEqualTo(CloseReason.TOO_MANY_HANDSHAKES);
		this.clock.advance(1);
		assertThat(admission.handshake(ADA, "a")).isNull();
		assertThat(admission.handshake(ADA, "a")).isEqualTo(CloseReason.TOO_MANY_HANDSHAKES);
	}

	@Test
	void whoIsRefusedForAnotherReasonUsesUpNoHandshake() {
		Admission admission = admission(100, 1, 0, 1);
		admission.enter(peer(ADA, "a"));
		for (int i = 0; i < 10; i++) {
			assertThat(admission.handshake(ADA, "a")).isEqualTo(CloseReason.TOO_MANY_OF_USER);
		}
		assertThat(admission.handshake(() -> "bob", "a")).isNull();
	}

	@Test
	void zeroIsNoLimit() {
		Admission admission = admission(10_000, 0, 0, 0);
		for (int i = 0; i < 10_000; i++) {
			assertThat(admission.handshake(ADA, "a")).isNull();
			assertThat(admission.enter(peer(ADA, "a"))).isNull();
		}
	}

	@Test
	void closedMeansRestarting() {
		Admission admission = admission(1, 1, 1, 1);
		admission.close();
		assertThat(admission.isClosed()).isTrue();
		assertThat(admission.refusal()).isEqualTo(CloseReason.RESTARTING);
		assertThat(admission.handshake(ADA, "a")).isEqualTo(CloseReason.RESTARTING);
		assertThat(admission.enter(peer(ADA, "a"))).isEqualTo(CloseReason.RESTARTING);
	}

	/** A connection may break before it is counted. */
	@Test
	void whoLeavesBeforeEnteringIsNotCountedForEver() {
		Admission admission = admission(3, 3, 3, 0);
		for (int i = 0; i < 10; i++) {
			admission.leave(peer(ADA, "a"));
			assertThat(admission.enter(peer(ADA, "a"))).isNull();
		}
		for (int i = 0; i < 3; i++) {
			assertThat(admission.enter(peer(ADA, "a"))).isNull();
		}
		assertThat(admission.handshake(ADA, "a")).isNotNull();
	}

	/** Several handshakes may pass before the first of them has connected. */
	@Test
	void ofThoseThatConnectAtOnceNoMoreThanTheLimitAreTaken() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			Admission admission = admission(10_000, 100, 0, 0);
			List<Future<Integer>> taken = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				taken.add(threads.submit(() -> {
					int count = 0;
					for (int j = 0; j < 1000; j++) {
						count += (admission.enter(peer(ADA, "a")) == null) ? 1 : 0;
					}
					return count;
				}));
			}
			int all = 0;
			for (Future<Integer> count : taken) {
				all += count.get();
			}
			assertThat(all).isEqualTo(100);
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** Named like the one of Spring Security, which the core does not know. */
	private static final class AnonymousAuthenticationToken implements Principal {

		@Override
		public String getName() {
			return "anonymousUser";
		}

	}

}
