package io.vws.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vws.bus.Event;
import io.vws.bus.Payload;
import io.vws.bus.Peer;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests of the {@link EventTransforms} that look at topics, and of how transforms follow
 * one another.
 */
class EventTransformsTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final List<String> seen = new ArrayList<>();

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			pattern  | topic    | dropped
			a/#      | a/b      | true
			a/#      | a        | true
			a/#      | ab       | false
			a/+      | a/       | true
			a/+      | a/b/c    | false
			a//b     | a//b     | true
			#        | a        | true
			#        | $SYS/x   | false
			+/x      | $SYS/x   | false
			$SYS/#   | $SYS/x   | true
			$SYS/#   | $SYS     | true
			""")
	void dropPattern(String pattern, String topic, boolean dropped) {
		assertThat(topicAfter(EventTransforms.dropPattern(pattern), topic)).isEqualTo(dropped ? null : topic);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			prefix | topic     | dropped
			team1  | team1/a   | true
			team1  | team1     | true
			team1  | team1/    | true
			team1  | team10    | false
			team1  | team10/a  | false
			a/b    | a/b/c     | true
			a/b    | a/bc      | false
			a/b    | a         | false
			$SYS   | $SYS/x    | true
			""")
	void dropPrefix(String prefix, String topic, boolean dropped) {
		assertThat(topicAfter(EventTransforms.dropPrefix(prefix), topic)).isEqualTo(dropped ? null : topic);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			prefix | topic | after
			a      | b     | a/b
			a/b    | c/d   | a/b/c/d
			a      | /     | a//
			a      | $b    | a/$b
			$SYS   | b     | $SYS/b
			a      | a     | a/a
			""")
	void addTopicPrefix(String prefix, String topic, String after) {
		assertThat(topicAfter(EventTransforms.addTopicPrefix(prefix), topic)).isEqualTo(after);
	}

	@Test
	void addTopicPrefixWhenTheTopicBecomesTooLongThenFails() {
		EventTransform transform = EventTransforms.addTopicPrefix("a");
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> transform.apply(event("x".repeat(1023))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			prefix | topic      | after
			team1  | team1/a    | a
			team1  | team1//a   | /a
			team1  | team1/$a   | $a
			team1  | team1      | team1
			team1  | team1/     | team1/
			team1  | team10/a   | team10/a
			team1  | a/team1    | a/team1
			team1  | team1/team1/a | team1/a
			""")
	void stripTopicPrefix(String prefix, String topic, String after) {
		assertThat(topicAfter(EventTransforms.stripTopicPrefix(prefix), topic)).isEqualTo(after);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			prefix | other | topic    | after
			a      | b     | a/x      | b/x
			a      | b     | a        | b
			a      | b/c   | a/x/y    | b/c/x/y
			a      | b     | ab/x     | ab/x
			a      | b     | a//      | b//
			a/b    | $SYS  | a/b/x    | $SYS/x
			a      | b     | x/a      | x/a
			""")
	void replaceTopicPrefix(String prefix, String other, String topic, String after) {
		assertThat(topicAfter(EventTransforms.replaceTopicPrefix(prefix, other), topic)).isEqualTo(after);
	}

	/** {@code a/} is no empty name below {@code a}, but a topic of two levels. */
	@Test
	void replaceTopicPrefixWhenTheLastLevelIsEmptyThenItStays() {
		assertThat(topicAfter(EventTransforms.replaceTopicPrefix("a", "b"), "a/")).isEqualTo("b/");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			topic  | pattern | prefix
			a/b    | then    | then
			a      | then    | then
			ab     | else    | else
			$a/b   | else    | else
			""")
	void whenAppliesOneOrTheOther(String topic, String pattern, String prefix) {
		EventTransform then = recording("then");
		EventTransform otherwise = recording("else");
		EventTransforms.whenPattern("a/#", then, otherwise).apply(event(topic));
		EventTransforms.whenPrefix("a", then, otherwise).apply(event(topic));
		assertThat(this.seen).containsExactly(pattern + " " + topic, prefix + " " + topic);
	}

	@Test
	void whenWithoutElseLeavesTheOthersAsTheyAre() {
		assertThat(topicAfter(EventTransforms.whenPattern("a/#", EventTransforms.drop()), "b")).isEqualTo("b");
		assertThat(topicAfter(EventTransforms.whenPattern("a/#", EventTransforms.drop()), "a")).isNull();
		assertThat(topicAfter(EventTransforms.whenPrefix("a", EventTransforms.drop()), "b")).isEqualTo("b");
		assertThat(topicAfter(EventTransforms.whenPrefix("a", EventTransforms.drop()), "a")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/#/b", "a+", "", "+x/+x" })
	void patternThatIsNotValidIsRefusedAtOnce(String pattern) {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> EventTransforms.dropPattern(pattern));
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> InboundTransform.on(pattern, EventTransforms.drop()));
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> OutboundTransform.on(pattern, EventTransforms.drop()));
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> PeerTransform.on(pattern, (event, peer) -> Outcome.drop()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/", "+", "a/#", "" })
	void prefixThatIsNotValidIsRefusedAtOnce(String prefix) {
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> EventTransforms.dropPrefix(prefix));
		assertThatExceptionOfType(InvalidTopicException.class).isThrownBy(() -> EventTransforms.addTopicPrefix(prefix));
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> EventTransforms.stripTopicPrefix(prefix));
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> EventTransforms.replaceTopicPrefix("a", prefix));
		assertThatExceptionOfType(InvalidTopicException.class)
			.isThrownBy(() -> EventTransforms.whenPrefix(prefix, EventTransforms.drop()));
	}

	@Test
	void chainWhenEmptyThenUnchanged() {
		assertThat(EventTransforms.chain().apply(event("a"))).isEqualTo(Outcome.unchanged());
	}

	@Test
	void chainGivesEachWhatTheOneBeforeMade() {
		EventTransform chain = EventTransforms.chain(EventTransforms.addTopicPrefix("b"), recording("first"),
				EventTransforms.addTopicPrefix("c"), recording("second"));
		assertThat(topicAfter(chain, "a")).isEqualTo("c/b/a");
		assertThat(this.seen).containsExactly("first b/a", "second c/b/a");
	}

	@Test
	void chainWhenNothingIsChangedThenUnchanged() {
		assertThat(EventTransforms.chain(recording("first"), recording("second")).apply(event("a")))
			.isEqualTo(Outcome.unchanged());
		assertThat(this.seen).containsExactly("first a", "second a");
	}

	@Test
	void chainWhenOneDropsThenTheOthersDoNotSeeIt() {
		EventTransform chain = EventTransforms.chain(EventTransforms.addTopicPrefix("b"), EventTransforms.drop(),
				recording("never"));
		assertThat(chain.apply(event("a"))).isEqualTo(Outcome.drop());
		assertThat(this.seen).isEmpty();
	}

	@Test
	void chainWhenOneStopsThenWhatWasMadeGoesOnPastTheOthersAlsoOfTheChainsAround() {
		EventTransform inner = EventTransforms.chain(EventTransforms.addTopicPrefix("b"), EventTransforms.stop(),
				recording("never"));
		EventTransform outer = EventTransforms.chain(EventTransforms.whenPattern("a", inner), recording("others"));
		assertThat(topicAfter(outer, "a")).isEqualTo("b/a");
		assertThat(topicAfter(outer, "x")).isEqualTo("x");
		assertThat(this.seen).containsExactly("others x");
	}

	@Test
	void chainWhenOneStopsAtOnceThenTheEventGoesOnAsItIs() {
		assertThat(EventTransforms.chain(EventTransforms.stop(), recording("never")).apply(event("a")))
			.isEqualTo(Outcome.stop());
		Event other = event("b");
		assertThat(EventTransforms.chain((event) -> Outcome.stop(other), recording("never")).apply(event("a")))
			.isEqualTo(Outcome.stop(other));
		assertThat(this.seen).isEmpty();
	}

	@Test
	@SuppressWarnings("NullAway") // what the compiler of an application may not check
	void chainWhenThereIsNoOutcomeThenFails() {
		assertThatNullPointerException().isThrownBy(() -> EventTransforms.chain((event) -> null).apply(event("a")));
	}

	@Test
	void peerTransformsFollowOneAnotherToo() {
		Peer alice = new Peer("c1", () -> "alice", null);
		PeerTransform naming = (event, peer) -> Outcome
			.changed(event.withHeaders(Map.of("for", peer.name() + event.headers().getOrDefault("for", ""))));
		Event twice = PeerTransform.chain(List.of(naming, naming)).apply(event("a"), alice).result(event("a"));
		assertThat(twice).isNotNull();
		assertThat(twice.headers()).isEqualTo(Map.of("for", "alicealice"));
		PeerTransform some = PeerTransform.on("a/#", naming);
		assertThat(some.apply(event("b"), alice)).isEqualTo(Outcome.unchanged());
		assertThat(some.apply(event("a"), alice)).isInstanceOf(Outcome.Changed.class);
	}

	@Test
	void whatIsMadeKeepsTheRestOfTheEvent() {
		Peer alice = new Peer("c1", () -> "alice", null);
		Payload payload = Payload.ofJson("1", MAPPER);
		Event event = new Event(Topic.parse("a"), payload, Map.of("x", "y"), alice);
		Event after = EventTransforms.addTopicPrefix("b").apply(event).result(event);
		assertThat(after).isNotNull();
		assertThat(after.payload()).isSameAs(payload);
		assertThat(after.headers()).isEqualTo(Map.of("x", "y"));
		assertThat(after.sender()).isSameAs(alice);
	}

	private EventTransform recording(String name) {
		return (event) -> {
			this.seen.add(name + " " + event.topic());
			return Outcome.unchanged();
		};
	}

	private static @Nullable String topicAfter(EventTransform transform, String topic) {
		Event event = event(topic);
		Event result = transform.apply(event).result(event);
		return (result != null) ? result.topic().text() : null;
	}

	private static Event event(String topic) {
		return new Event(Topic.parse(topic), Payload.ofJson("1", MAPPER));
	}

}
