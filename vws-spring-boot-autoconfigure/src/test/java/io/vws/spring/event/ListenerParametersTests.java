package io.vws.spring.event;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.security.Principal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.event.VwsListenerAutoConfiguration;
import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.Peer;
import io.vws.topic.Topic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the parameters of a listener's method get.
 */
@Timeout(60)
class ListenerParametersTests {

	@AutoClose
	private static AnnotationConfigApplicationContext context;

	private static Listener listener;

	@BeforeAll
	static void start() {
		context = new AnnotationConfigApplicationContext(Application.class, Listener.class, CustomResolver.class);
		listener = context.getBean(Listener.class);
	}

	@BeforeEach
	void forget() {
		listener.calls.clear();
	}

	/**
	 * Each row calls the one method whose pattern begins so, with the JSON of a client.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
			topic               | json                        | arguments
			record              | {"id":7,"status":"baking"}  | Order[id=7, status=baking]
			payload             | {"id":7,"status":"baking"}  | Order[id=7, status=baking]
			optional            | {"id":7,"status":"baking"}  | Optional[Order[id=7, status=baking]]
			optional            | null                        | Optional.empty
			nullable            | null                        | null
			notRequired         | null                        | null
			list                | [{"id":7,"status":"baking"}] | [Order[id=7, status=baking]]
			map                 | {"a":[1,2.5,"x"]}           | {a=[1, 2.5, x]}
			object              | {"a":[1,2.5,"x"]}           | {a=[1, 2.5, x]}
			text                | "with \\"quotes\\""         | with "quotes"
			number              | 42                          | 42
			decimal             | 12345678901234567890.123456789 | 12345678901234567890.123456789
			date                | "2026-11-26"                | 2026-11-26
			tree                | {"a":1}                     | {"a":1}
			raw                 | {"a" : 1.50}                | {"a" : 1.50}
			raw                 | null                        | null
			event               | 1                           | event/x from ada
			message             | {"a" : 1.50}                | {"a" : 1.50} of message/x
			typed               | [{"id":7,"status":"baking"}] | [Order[id=7, status=baking]] of typed/x
			variables/7/b/c     | 1                           | 7 7 b/c
			optionalVariable/7  | 1                           | Optional[7]
			header              | 1                           | 00-1 header/x none
			headers             | 1                           | 00-1 headers/x
			principal           | 1                           | ada ada Optional[ada]
			peer                | 1                           | c1 192.0.2.1
			custom              | 1                           | custom
			nothing             | 1                           | called
			many/7              | {"id":7,"status":"baking"}  | Order[id=7, status=baking] 7 ada many/7 00-1
			""")
	void isResolved(String topic, String json, String arguments) {
		ListenerTester.fromClient(context, topic.contains("/") ? topic : topic + "/x", json);
		await().untilAsserted(() -> assertThat(listener.calls).containsExactly(arguments));
	}

	/** Spring keeps these names for values of its own, which events do not have. */
	@Test
	void headersMayHaveTheNamesOfThoseOfSpring() {
		Map<String, String> headers = Map.of("id", "7", "timestamp", "noon");
		context.getBean(EventBus.class)
			.publish(new Event(Topic.parse("springs/x"), io.vws.bus.Payload.of(1, JsonMapper.shared()), headers, null));
		await().untilAsserted(() -> assertThat(listener.calls).containsExactly("7 noon null"));
	}

	@Test
	void applicationItselfIsNoSender() {
		ListenerTester.publish(context, "principal/x", 1);
		await().untilAsserted(() -> assertThat(listener.calls).containsExactly("null null Optional.empty"));
	}

	/** So that a listener sees the same wherever the event was published. */
	@Test
	void payloadOfTheApplicationIsConvertedToo() {
		ListenerTester.publish(context, "map/x", new Order(7, "baking"));
		ListenerTester.publish(context, "record/x", Map.of("id", 8, "status", "sent"));
		await().untilAsserted(() -> assertThat(listener.calls).containsExactlyInAnyOrder("{id=7, status=baking}",
				"Order[id=8, status=sent]"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
			VwsListenerAutoConfiguration.class })
	static class Application {

	}

	record Order(long id, String status) {
	}

	static class Listener {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@VwsListener("record/+")
		void record(Order order) {
			this.calls.add(order.toString());
		}

		@VwsListener("payload/+")
		void payload(@Payload Order order) {
			this.calls.add(order.toString());
		}

		@VwsListener("optional/+")
		void optional(Optional<Order> order) {
			this.calls.add(order.toString());
		}

		@VwsListener("nullable/+")
		void nullable(@Nullable Order order) {
			this.calls.add(String.valueOf(order));
		}

		@VwsListener("notRequired/+")
		void notRequired(@Payload(required = false) @Nullable Order order) {
			this.calls.add(String.valueOf(order));
		}

		@VwsListener("list/+")
		void list(List<Order> orders) {
			assertThat(orders.get(0)).isInstanceOf(Order.class);
			this.calls.add(orders.toString());
		}

		@VwsListener("map/+")
		void map(Map<String, Object> map) {
			this.calls.add(map.toString());
		}

		@VwsListener("object/+")
		void object(Object object) {
			this.calls.add(object.toString());
		}

		@VwsListener("text/+")
		void text(String text) {
			this.calls.add(text);
		}

		@VwsListener("number/+")
		void number(int number) {
			this.calls.add(String.valueOf(number));
		}

		@VwsListener("decimal/+")
		void decimal(BigDecimal number) {
			this.calls.add(number.toString());
		}

		@VwsListener("date/+")
		void date(LocalDate date) {
			this.calls.add(date.toString());
		}

		@VwsListener("tree/+")
		void tree(JsonNode tree) {
			this.calls.add(tree.toString());
		}

		@VwsListener("raw/+")
		void raw(io.vws.bus.Payload payload) {
			this.calls.add(payload.json());
		}

		@VwsListener("event/+")
		void event(Event event) {
			Peer sender = event.sender();
			this.calls.add(event.topic() + " from " + ((sender != null) ? sender.name() : "nobody"));
		}

		@VwsListener("message/+")
		void message(Message<?> message) {
			this.calls.add(((io.vws.bus.Payload) message.getPayload()).json() + " of "
					+ message.getHeaders().get(VwsListener.TOPIC_HEADER));
		}

		@VwsListener("typed/+")
		void typed(Message<List<Order>> message) {
			assertThat(message.getPayload().get(0)).isInstanceOf(Order.class);
			this.calls.add(message.getPayload() + " of " + message.getHeaders().get(VwsListener.TOPIC_HEADER));
		}

		@VwsListener("variables/+id/#rest")
		void variables(@DestinationVariable long id, @DestinationVariable("id") String text,
				@DestinationVariable String rest) {
			this.calls.add(id + " " + text + " " + rest);
		}

		@VwsListener({ "optionalVariable/+id", "optionalVariable/of/nobody" })
		void optionalVariable(@DestinationVariable Optional<Integer> id) {
			this.calls.add(id.toString());
		}

		@VwsListener("header/+")
		void header(@Header("traceparent") String trace, @Header(VwsListener.TOPIC_HEADER) String topic,
				@Header(name = "missing", defaultValue = "none") String missing) {
			this.calls.add(trace + " " + topic + " " + missing);
		}

		@VwsListener("springs/+")
		void springs(@Header("id") int id, @Header("timestamp") String timestamp, Message<?> message) {
			this.calls.add(id + " " + timestamp + " " + message.getHeaders().getId());
		}

		@VwsListener("headers/+")
		void headers(@Headers Map<String, Object> headers) {
			assertThat(headers).doesNotContainKeys("id", "timestamp");
			this.calls.add(headers.get("traceparent") + " " + headers.get(VwsListener.TOPIC_HEADER));
		}

		@VwsListener("principal/+")
		void principal(@Nullable Principal principal, @Nullable Peer peer, Optional<Principal> optional) {
			this.calls.add(((principal != null) ? principal.getName() : null) + " "
					+ ((peer != null) ? peer.name() : null) + " " + optional.map(Principal::getName));
		}

		@VwsListener("peer/+")
		void peer(Peer peer) {
			this.calls.add(peer.connectionId() + " " + peer.address());
		}

		@VwsListener("custom/+")
		void custom(@Custom String text) {
			this.calls.add(text);
		}

		@VwsListener("nothing/+")
		void nothing() {
			this.calls.add("called");
		}

		@VwsListener("many/+id")
		void many(Principal principal, @DestinationVariable int id, Order order,
				@Header(VwsListener.TOPIC_HEADER) String topic, @Header("traceparent") String trace) {
			this.calls.add(order + " " + id + " " + principal.getName() + " " + topic + " " + trace);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Custom {

	}

	/** Of the user's own. */
	static class CustomResolver implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.hasParameterAnnotation(Custom.class);
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, Message<?> message) {
			return "custom";
		}

	}

}
