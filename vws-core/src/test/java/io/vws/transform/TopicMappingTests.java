package io.vws.transform;

import io.vws.bus.Peer;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPrefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link TopicMapping#below}.
 */
class TopicMappingTests {

	private static final Peer PEER = new Peer("c1", null, null);

	@ParameterizedTest
	@ValueSource(strings = { "acme", "$acme", "a b", "\u00fc", "a.b" })
	void belowPutsEachClientBelowTheParent(String name) {
		assertThat(TopicMapping.below("tenants/all", (peer) -> name).prefix(PEER))
			.isEqualTo(TopicPrefix.parse("tenants/all/" + name));
	}

	/** A name of which a part is a level reaches into the topics of others. */
	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a/b", "acme/", "/acme", "+", "#", "a+", "a\0" })
	void belowWhenTheNameIsNoLevelThenFails(String name) {
		TopicMapping mapping = TopicMapping.below("tenants", (peer) -> name);
		assertThatIllegalArgumentException().isThrownBy(() -> mapping.prefix(PEER));
	}

	@Test
	void belowWhenThereIsNoNameThenFails() {
		TopicMapping mapping = TopicMapping.below("tenants", (peer) -> null);
		assertThatIllegalArgumentException().isThrownBy(() -> mapping.prefix(PEER));
	}

	@Test
	void belowWhenTheParentIsNotValidThenFailsAtOnce() {
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> TopicMapping.below("tenants/", Peer::name));
	}

}
