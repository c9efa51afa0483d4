package io.vws.spring.security;

import java.io.IOException;

import io.vws.bus.Peer;
import io.vws.server.VwsConnections;
import io.vws.test.TestPeer;
import io.vws.test.Upgrade;
import io.vws.test.VwsTestApplication;
import io.vws.transform.EventTransforms;
import io.vws.transform.InboundTransform;
import io.vws.transform.OutboundTransform;
import io.vws.transform.PeerTransform;
import io.vws.transform.TopicMapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two tenants on one server, each with the topics for itself, over real connections; and
 * transforms on the way in and out.
 */
@Tag("security")
@Timeout(60)
class SecurityTenantsIntegrationTests {

	private static final String RULE = "tenants/+tenant/#";

	private static final String ACCESS = "#tenant == authentication.name";

	@AutoClose
	private static VwsTestApplication app;

	private TestPeer alice;

	private TestPeer bob;

	@BeforeAll
	static void start() {
		app = VwsTestApplication.start(Tenants.class, "vws.server.authorization.subscribe[0].topic=" + RULE,
				"vws.server.authorization.subscribe[0].access=" + ACCESS,
				"vws.server.authorization.subscribe[1].access=denyAll",
				"vws.server.authorization.subscribe[2].access=denyAll",
				"vws.server.authorization.publish[0].topic=" + RULE,
				"vws.server.authorization.publish[0].access=" + ACCESS,
				"vws.server.authorization.publish[1].access=denyAll",
				"vws.server.authorization.publish[2].access=denyAll");
	}

	@BeforeEach
	void connect() throws IOException {
		this.alice = connect("alice");
		this.bob = connect("bob");
	}

	private static TestPeer connect(String user) throws IOException {
		return new TestPeer(Upgrade.to(app.port()).header("Authorization", SecurityTestChains.basic(user)).open());
	}

	@AfterEach
	void disconnect() throws IOException {
		this.alice.close();
		this.bob.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "#", "+/#", "news/#", "news/1", "+topic/+number" })
	void tenantsDoNotHearEachOther(String pattern) throws IOException {
		this.alice.subscribe(pattern);
		this.bob.subscribe(pattern);
		assertThat(this.alice.exchange("{\"t\":\"news/1\",\"d\":\"for alice\"}"))
			.containsExactly("{\"t\":\"news/1\",\"d\":\"for alice\"}");
		assertThat(this.bob.untilFence()).isEmpty();
		app.bus().publish("tenants/bob/news/1", "for bob");
		app.bus().publish("news/1", "for nobody");
		assertThat(this.bob.untilFence()).containsExactly("{\"t\":\"news/1\",\"d\":\"for bob\"}");
		assertThat(this.alice.untilFence()).isEmpty();
		assertThat(this.bob.exchange("{\"k\":\"u\",\"t\":\"" + pattern + "\"}")).containsExactly("{\"k\":\"a\"}");
		app.bus().publish("tenants/bob/news/1", "too late");
		assertThat(this.bob.untilFence()).isEmpty();
	}

	/** Two connections of a tenant share its topics. */
	@Test
	void tenantHearsItselfOnAllItsConnections() throws IOException {
		try (TestPeer second = connect("alice")) {
			second.subscribe("#");
			assertThat(this.alice.ask("{\"t\":\"a\",\"d\":1,\"i\":1}")).isEqualTo("a 1");
			assertThat(second.untilFence()).containsExactly("{\"t\":\"a\",\"d\":1}");
		}
	}

	@Test
	void nameOfAnotherTenantLeadsNowhere() throws IOException {
		this.bob.subscribe("#");
		assertThat(this.alice.ask("{\"t\":\"tenants/bob/a\",\"d\":1,\"i\":2}")).isEqualTo("a 2");
		this.alice.subscribe("tenants/bob/#");
		app.bus().publish("tenants/bob/a", 2);
		assertThat(this.bob.untilFence()).containsExactly("{\"t\":\"a\",\"d\":2}");
		assertThat(this.alice.untilFence()).isEmpty();
		assertThat(app.bean(VwsConnections.class).list("alice")).flatExtracting(VwsConnections.Info::patterns)
			.containsExactly("tenants/alice/tenants/bob/#");
	}

	/** The rules are asked again about the topic that the transform chose. */
	@Test
	void transformThatLeadsToAnotherTenantIsStoppedByTheRules() throws IOException {
		this.bob.subscribe("#");
		assertThat(this.alice.ask("{\"t\":\"to-bob/a\",\"d\":1,\"i\":1}")).isEqualTo("n 1 forbidden");
		assertThat(this.bob.untilFence()).isEmpty();
	}

	@Test
	void transformsApplyInTheirOrder() throws IOException {
		this.alice.subscribe("orders/#");
		assertThat(this.alice.exchange("{\"t\":\"orders/7\",\"d\":{\"pizza\":\"Margherita\",\"cost\":1},\"i\":1}"))
			.containsExactlyInAnyOrder(
					"{\"t\":\"orders/7\",\"d\":{\"pizza\":\"Margherita\",\"received\":true,\"seen\":\"alice\"}}",
					"{\"k\":\"a\",\"i\":1}");
	}

	@Test
	void failedTransformSendsNothingAndHarmsNobody() throws IOException {
		this.alice.subscribe("#");
		assertThat(this.alice.ask("{\"t\":\"orders/7\",\"d\":\"PAYLOAD\",\"i\":1}")).isEqualTo("n 1 internal");
		app.bus().publish("tenants/alice/orders/7", "PAYLOAD");
		app.bus().publish("tenants/alice/a", 1);
		assertThat(this.alice.untilFence()).containsExactly("{\"t\":\"a\",\"d\":1}");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(SecurityTestChains.Login.class)
	static class Tenants {

		@Bean
		TopicMapping tenants() {
			return TopicMapping.below("tenants", Peer::name);
		}

		@Bean
		InboundTransform toBob() {
			return InboundTransform.of(EventTransforms.replaceTopicPrefix("tenants/alice/to-bob", "tenants/bob"));
		}

		@Bean
		InboundTransform received() {
			return InboundTransform.on("tenants/+/orders/+",
					EventTransforms.modifyPayload((order) -> ((ObjectNode) order).put("received", true)));
		}

		@Bean
		@Order(1)
		OutboundTransform withoutCost() {
			return OutboundTransform.on("tenants/+/orders/+",
					EventTransforms.modifyPayload((order) -> ((ObjectNode) order).without("cost")));
		}

		@Bean
		PeerTransform seen() {
			return PeerTransform.on("tenants/+/orders/+",
					(event, peer) -> EventTransforms
						.modifyPayload((order) -> ((ObjectNode) order).put("seen", peer.name()))
						.apply(event));
		}

	}

}
