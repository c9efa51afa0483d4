package io.vws.spring.security;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.vws.bus.Event;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.VwsAuthorizer;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads serve one user after the other; no message counts as another user's.
 */
@Tag("security")
@Tag("tomcat")
@Timeout(60)
class SecurityThreadsIntegrationTests {

	private static final int ROUNDS = 10_000;

	/** Rounds between two looks at the answers, so that messages of both users wait. */
	private static final int PACE = 25;

	/**
	 * Whose listeners, if they were asked, would refuse what comes faster than they take
	 * it.
	 */
	@AutoClose
	private static VwsTestApplication app;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Application.class, "server.tomcat.threads.max=2",
				"server.tomcat.threads.min-spare=2", "vws.events.enabled=false");
	}

	@Test
	void usersOnTheSameThreadsAreNotMixedUp() throws IOException {
		Recorder recorder = app.bean(Recorder.class);
		try (TestPeer alice = connect("alice"); TestPeer bob = connect("bob")) {
			for (int i = 0; i < ROUNDS; i += PACE) {
				for (int j = 0; j < PACE; j++) {
					send(alice, "alice");
					send(bob, "bob");
				}
				assertThat(alice.untilFence()).hasSize(PACE);
				assertThat(bob.untilFence()).hasSize(PACE);
			}
		}
		assertThat(recorder.mixUps).isEmpty();
		assertThat(recorder.messages).hasValue(2 * ROUNDS);
		assertThat(recorder.usersByThread).hasSizeBetween(1, 2)
			.anySatisfy((thread, users) -> assertThat(users).containsExactlyInAnyOrder("alice", "bob"));
	}

	private static TestPeer connect(String user) throws IOException {
		TestPeer peer = new TestPeer(
				Upgrade.to(app.port()).header("Authorization", SecurityTestChains.basic(user)).open());
		peer.subscribe(user);
		return peer;
	}

	private static void send(TestPeer peer, String user) throws IOException {
		peer.send("{\"t\":\"" + user + "\",\"d\":\"" + user + "\"}");
	}

	/** An application with an authorizer of its own. */
	@Configuration(proxyBeanMethods = false)
	static class Application extends SecurityTestChains.Login {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

	}

	/** Compares who sends with what the message says. */
	static final class Recorder implements VwsAuthorizer {

		private final Queue<String> mixUps = new ConcurrentLinkedQueue<>();

		private final AtomicInteger messages = new AtomicInteger();

		private final Map<String, Set<String>> usersByThread = new ConcurrentHashMap<>();

		@Override
		public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
			return Decision.allow();
		}

		@Override
		public Decision authorizePublish(Peer peer, Event event) {
			this.messages.incrementAndGet();
			this.usersByThread
				.computeIfAbsent(Thread.currentThread().getName(), (thread) -> ConcurrentHashMap.newKeySet())
				.add(peer.name());
			if (!event.payload().json().equals(TestPeer.quote(peer.name()))) {
				this.mixUps.add(event.payload().json() + " of " + peer.name());
			}
			if (SecurityContextHolder.getContext().getAuthentication() != null) {
				this.mixUps.add("The thread has a security context");
			}
			return Decision.allow();
		}

	}

}
