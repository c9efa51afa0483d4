package io.vws.spring.security;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.server.Decision;
import io.vws.server.VwsAuthorizer;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TopicRules}.
 */
class TopicRulesTests {

	private static final Peer alice = new Peer("c1", new TestingAuthenticationToken("alice", "", "ROLE_OPS"), null);

	private static final Peer nobody = new Peer("c2", null, null);

	private final VwsAuthorizer authorizer = TopicRules.builder()
		.subscribe("ops/#", "logs/#")
		.hasRole("OPS")
		.subscribe("users/+user/#")
		.access((authentication,
				request) -> new AuthorizationDecision(authentication.get().getName().equals(request.variable("user"))))
		.subscribe("news")
		.permitAll()
		.publish("orders/secret")
		.denyAll()
		.publish("orders/+")
		.authenticated()
		.publish("#")
		.access((authentication, request) -> null)
		.build();

	@Test
	void rulesAreReadInOrderAndTheLastWordIsDeny() {
		assertThat(subscribes(alice, "ops/#")).isTrue();
		assertThat(subscribes(alice, "logs/a")).isTrue();
		assertThat(subscribes(nobody, "logs/a")).isFalse();
		assertThat(subscribes(nobody, "news")).isTrue();
		assertThat(subscribes(alice, "other")).isFalse();
		assertThat(publishes(alice, "orders/7")).isTrue();
		assertThat(publishes(nobody, "orders/7")).isFalse();
		assertThat(publishes(alice, "orders/secret")).isFalse();
		assertThat(publishes(alice, "other")).as("a manager that abstains").isFalse();
	}

	@Test
	void managerSeesWhatTheRuleNames() {
		assertThat(subscribes(alice, "users/alice/#")).isTrue();
		assertThat(subscribes(alice, "users/bob/#")).isFalse();
		assertThat(subscribes(alice, "users/+/#")).as("left open").isFalse();
	}

	@Test
	void patternThatIsNotValidIsRefused() {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> TopicRules.builder().subscribe("a+"));
	}

	private boolean subscribes(Peer peer, String pattern) {
		return this.authorizer.authorizeSubscribe(peer, TopicPattern.parse(pattern)) instanceof Decision.Allow;
	}

	private boolean publishes(Peer peer, String topic) {
		Event event = new Event(Topic.parse(topic), Payload.ofJson("1", JsonMapper.builder().build()));
		return this.authorizer.authorizePublish(peer, event) instanceof Decision.Allow;
	}

}
