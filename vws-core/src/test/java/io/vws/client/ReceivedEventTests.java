package io.vws.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ReceivedEvent}.
 */
class ReceivedEventTests {

	private static ReceivedEvent event(String json) {
		return new ReceivedEvent(Topic.parse("a/b/c"), TopicPattern.parse("a/+x/#"), json, Map.of(),
				JsonMapper.shared());
	}

	@Test
	void payloadIsConverted() {
		assertThat(event("[1,2]").payload(new TypeReference<List<Long>>() {
		})).containsExactly(1L, 2L);
		assertThat(event("7").payload(Integer.class)).isEqualTo(7);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> event("{}").payload(Integer.class));
		assertThatIllegalStateException().isThrownBy(() -> event("null").payload(Integer.class));
	}

	@Test
	void variableIsThatOfThePattern() {
		assertThat(event("1").variable("x")).isEqualTo("b");
		assertThatIllegalArgumentException().isThrownBy(() -> event("1").variable("y"))
			.withMessage("The pattern 'a/+x/#' has no variable 'y'");
	}

	@Test
	void headersDoNotChange() {
		Map<String, String> headers = new HashMap<>(Map.of("x", "1"));
		ReceivedEvent event = new ReceivedEvent(Topic.parse("a"), TopicPattern.parse("a"), "1", headers,
				JsonMapper.shared());
		headers.clear();
		assertThat(event.headers()).containsEntry("x", "1").isUnmodifiable();
	}

	@Test
	void theTextSaysNothingOfThePayload() {
		assertThat(event("\"PAYLOAD\"")).hasToString("ReceivedEvent[a/b/c]");
	}

}
