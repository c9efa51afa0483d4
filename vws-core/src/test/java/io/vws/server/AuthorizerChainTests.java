package io.vws.server;

import java.util.ArrayList;
import java.util.List;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link AuthorizerChain} and the authorizers that always say the same.
 */
class AuthorizerChainTests {

	private static final Peer PEER = new Peer("c1", null, null);

	private static final TopicPattern PATTERN = TopicPattern.parse("a/+");

	private final List<String> asked = new ArrayList<>();

	private final Event event = event("a");

	@Test
	void authorizeWhenChainIsEmptyThenAllows() {
		assertDecision(VwsAuthorizer.chain(), Decision.allow());
	}

	@Test
	void authorizeWhenAllAllowThenAllows() {
		assertDecision(VwsAuthorizer.chain(VwsAuthorizer.allowAll(), VwsAuthorizer.allowAll()), Decision.allow());
	}

	@Test
	void authorizeWhenOneRefusesThenItDecides() {
		assertDecision(VwsAuthorizer.chain(VwsAuthorizer.allowAll(), VwsAuthorizer.denyAll(), failing()),
				Decision.refuse());
		assertDecision(VwsAuthorizer.chain(always(Decision.refuse("not today")), VwsAuthorizer.dropAll()),
				Decision.refuse("not today"));
	}

	@Test
	void authorizeWhenOneDropsThenItDecides() {
		assertDecision(VwsAuthorizer.chain(VwsAuthorizer.dropAll(), VwsAuthorizer.denyAll()), Decision.drop());
	}

	@Test
	void authorizePublishWhenOneRewritesThenTheNextAreAskedAboutThat() {
		Event second = event("b");
		Event third = event("c");
		VwsAuthorizer chain = VwsAuthorizer.chain(always(Decision.rewrite(second)), VwsAuthorizer.allowAll(),
				always(Decision.rewrite(third)), VwsAuthorizer.allowAll());
		assertThat(chain.authorizePublish(PEER, this.event)).isEqualTo(Decision.rewrite(third));
		chain = VwsAuthorizer.chain(always(Decision.rewrite(second)), recording(), VwsAuthorizer.allowAll());
		assertThat(chain.authorizePublish(PEER, this.event)).isEqualTo(Decision.rewrite(second));
		assertThat(this.asked).containsExactly("b");
	}

	@Test
	void authorizePublishWhenRewrittenAndThenRefusedThenRefuses() {
		VwsAuthorizer chain = VwsAuthorizer.chain(always(Decision.rewrite(event("b"))), VwsAuthorizer.denyAll());
		assertThat(chain.authorizePublish(PEER, this.event)).isEqualTo(Decision.refuse());
	}

	/** A connection refuses what comes out of here. */
	@Test
	void authorizeSubscribeWhenOneRewritesThenReturnsThat() {
		Decision rewrite = Decision.rewrite(this.event);
		assertThat(VwsAuthorizer.chain(always(rewrite), VwsAuthorizer.allowAll()).authorizeSubscribe(PEER, PATTERN))
			.isEqualTo(rewrite);
	}

	private void assertDecision(VwsAuthorizer authorizer, Decision expected) {
		assertThat(authorizer.authorizePublish(PEER, this.event)).isEqualTo(expected);
		assertThat(authorizer.authorizeSubscribe(PEER, PATTERN)).isEqualTo(expected);
	}

	private static VwsAuthorizer always(Decision decision) {
		return new FixedAuthorizer(decision);
	}

	private VwsAuthorizer recording() {
		return new VwsAuthorizer() {

			@Override
			public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
				return Decision.allow();
			}

			@Override
			public Decision authorizePublish(Peer peer, Event event) {
				AuthorizerChainTests.this.asked.add(event.topic().text());
				return Decision.allow();
			}

		};
	}

	private static VwsAuthorizer failing() {
		return new VwsAuthorizer() {

			@Override
			public Decision authorizeSubscribe(Peer peer, TopicPattern pattern) {
				throw new IllegalStateException("asked");
			}

			@Override
			public Decision authorizePublish(Peer peer, Event event) {
				throw new IllegalStateException("asked");
			}

		};
	}

	private static Event event(String topic) {
		return new Event(Topic.parse(topic), Payload.ofJson("1", JsonMapper.builder().build()));
	}

}
