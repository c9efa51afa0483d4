package io.vws.spring.observation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValues;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.vws.client.ClientHandleContext;
import io.vws.client.ClientHandleObservationConvention;
import io.vws.client.ClientRequestContext;
import io.vws.client.ClientRequestObservationConvention;
import io.vws.client.ClientState;
import io.vws.client.ClientSubscription;
import io.vws.client.DefaultClientHandleObservationConvention;
import io.vws.client.DefaultClientRequestObservationConvention;
import io.vws.client.VwsClient;
import io.vws.spring.client.VwsClientEvent;
import io.vws.spring.event.VwsListener;
import io.vws.spring.event.VwsMessageEvent;
import io.vws.spring.observation.RecordedSpans.Span;
import io.vws.test.TestPeer;
import io.vws.test.VwsTestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A trace goes in with a client's event, through the server and its listeners, and out to
 * other clients, with Boot's OpenTelemetry.
 */
@Tag("actuator")
@Timeout(120)
class ActuatorTracesIntegrationTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	@AutoClose
	private static VwsTestApplication continuing;

	@AutoClose
	private static VwsTestApplication restarting;

	@BeforeAll
	static void start() {
		continuing = VwsTestApplication.start(Traced.class, "management.tracing.sampling.probability=1");
		restarting = VwsTestApplication.start(Traced.class, "management.tracing.sampling.probability=1",
				"vws.server.trace=restart");
	}

	@BeforeEach
	void reset() {
		RecordedSpans.reset();
	}

	@Test
	void theTraceOfAClientGoesThroughServerAndListenerToOtherClients() throws Exception {
		String delivered = publish(continuing, event(TRACEPARENT));
		Span receive = RecordedSpans.only("vws receive event");
		Span publish = RecordedSpans.only("vws publish");
		Span listen = RecordedSpans.only("vws listen application-events");
		assertThat(List.of(receive, publish, listen)).extracting(Span::traceId).containsOnly(TRACE_ID);
		assertThat(receive.parentId()).isEqualTo(SPAN_ID);
		assertThat(receive.remote()).isTrue();
		assertThat(receive.kind()).isEqualTo("SERVER");
		assertThat(publish.parentId()).isEqualTo(receive.spanId());
		assertThat(publish.kind()).isEqualTo("PRODUCER");
		assertThat(listen.parentId()).isEqualTo(publish.spanId());
		assertThat(RecordedSpans.only("vws listen kitchen").parentId()).isEqualTo(publish.spanId());
		assertThat(listen.kind()).isEqualTo("CONSUMER");
		assertThat(publish.isIn(delivered)).isTrue();
		assertThat(receive.attributes()).containsEntry("kind", "event")
			.containsEntry("outcome", "done")
			.containsEntry("vws.topic", "orders/7")
			.containsKey("vws.connection");
		assertThat(publish.attributes()).containsEntry("source", "client").containsEntry("vws.topic", "orders/7");
	}

	/** A page's order reaches a service, and its answer other pages, all in one trace. */
	@Test
	void theTraceGoesOnThroughAServiceThatIsAClient() throws Exception {
		try (VwsTestApplication service = VwsTestApplication.start(Service.class, "vws.server.enabled=false",
				"management.tracing.sampling.probability=1",
				"vws.client.url=ws://localhost:" + continuing.port() + "/vws",
				"vws.client.initial-subscriptions=jobs/+"); TestPeer page = continuing.connect()) {
			page.subscribe("answers/+");
			await().until(() -> service.bean(VwsClient.class).status().state() == ClientState.OPEN);
			await().until(() -> continuing.server().statistics().totals().subscriptions() == 2);
			RecordedSpans.reset();
			page.send(event(TRACEPARENT).replace("orders/7", "jobs/7"));
			JsonNode answer = JsonMapper.shared().readTree(page.next());
			await().until(() -> RecordedSpans.all("vws publish").size() == 2);
			Span handle = RecordedSpans.only("vws client handle");
			Span request = RecordedSpans.only("vws client publish");
			Span job = RecordedSpans.all("vws publish").get(0);
			Span answered = RecordedSpans.all("vws publish").get(1);
			Span received = RecordedSpans.all("vws receive event").get(1);
			assertThat(List.of(handle, request, job, answered, received)).extracting(Span::traceId)
				.containsOnly(TRACE_ID);
			assertThat(handle.parentId()).isEqualTo(job.spanId());
			assertThat(request.parentId()).isEqualTo(handle.spanId());
			assertThat(request.attributes()).containsEntry("outcome", "done").containsEntry("mine", "request");
			assertThat(handle.attributes()).containsEntry("mine", "handle");
			assertThat(received.parentId()).isEqualTo(request.spanId());
			assertThat(answered.isIn(answer.at("/h/traceparent").asString())).isTrue();
		}
	}

	/** A service in the same process is one of the trace like any other. */
	@Test
	void theTraceGoesOnThroughAClientOfTheBusItself() throws Exception {
		VwsClient local = continuing.bean(VwsClient.class);
		ClientSubscription service = local.subscribe("jobs/+", (event) -> local.send("answers/7", "done"));
		try (TestPeer page = continuing.connect()) {
			service.ready().get(30, TimeUnit.SECONDS);
			page.subscribe("answers/+");
			RecordedSpans.reset();
			page.send(event(TRACEPARENT).replace("orders/7", "jobs/7"));
			JsonNode answer = JsonMapper.shared().readTree(page.next());
			await().until(() -> RecordedSpans.all("vws publish").size() == 2);
			Span handle = RecordedSpans.only("vws client handle");
			Span send = RecordedSpans.only("vws client send");
			Span job = RecordedSpans.all("vws publish").get(0);
			Span answered = RecordedSpans.all("vws publish").get(1);
			assertThat(List.of(job, handle, send, answered)).extracting(Span::traceId).containsOnly(TRACE_ID);
			assertThat(handle.parentId()).isEqualTo(job.spanId());
			assertThat(send.parentId()).isEqualTo(handle.spanId());
			assertThat(answered.parentId()).isEqualTo(send.spanId());
			assertThat(answered.isIn(answer.at("/h/traceparent").asString())).isTrue();
		}
		finally {
			service.cancel();
		}
	}

	@Test
	void withoutATraceOfTheClientOneBegins() throws Exception {
		String delivered = publish(continuing, "{\"t\":\"orders/7\",\"d\":1}");
		Span receive = RecordedSpans.only("vws receive event");
		assertThat(receive.isRoot()).isTrue();
		assertThat(delivered).startsWith("00-" + receive.traceId() + "-");
	}

	/** Whatever came before. */
	@Test
	void anInvalidTraceOfAClientIsIgnored() throws Exception {
		publish(continuing, event(TRACEPARENT));
		RecordedSpans.reset();
		String delivered = publish(continuing, event("00-nonsense-01"));
		Span receive = RecordedSpans.only("vws receive event");
		assertThat(receive.isRoot()).isTrue();
		assertThat(receive.traceId()).isNotEqualTo(TRACE_ID);
		assertThat(delivered).startsWith("00-" + receive.traceId() + "-");
	}

	/** The client decides what is sampled, where it is trusted. */
	@Test
	void aTraceThatIsNotSampledTravelsOnAndLeavesNoSpans() throws Exception {
		String delivered = publish(continuing, event("00-" + TRACE_ID + "-" + SPAN_ID + "-00"));
		assertThat(delivered).startsWith("00-" + TRACE_ID + "-").endsWith("-00").doesNotContain(SPAN_ID);
		publish(continuing, event(TRACEPARENT));
		RecordedSpans.only("vws publish");
		assertThat(RecordedSpans.all("vws receive event")).hasSize(1);
	}

	@Test
	void theStateOfATraceTravelsWithIt() throws Exception {
		JsonNode headers = headers(continuing, "{\"t\":\"orders/7\",\"d\":1,\"h\":{\"traceparent\":\"" + TRACEPARENT
				+ "\",\"tracestate\":\"vendor=1\"}}");
		assertThat(headers.get("tracestate").asString()).isEqualTo("vendor=1");
		assertThat(headers.get("traceparent").asString()).contains(TRACE_ID);
	}

	@Test
	void whereTracesRestartThenThatOfTheClientIsOnlyNamed() throws Exception {
		String delivered = publish(restarting, event(TRACEPARENT));
		Span receive = RecordedSpans.only("vws receive event");
		assertThat(receive.isRoot()).isTrue();
		assertThat(receive.traceId()).isNotEqualTo(TRACE_ID);
		assertThat(receive.attributes()).containsEntry("vws.client.traceparent", TRACEPARENT);
		assertThat(RecordedSpans.only("vws listen application-events").traceId()).isEqualTo(receive.traceId());
		assertThat(delivered).startsWith("00-" + receive.traceId() + "-");
		assertThat(RecordedSpans.only("vws publish").isIn(delivered)).isTrue();
	}

	@Test
	void whatTheApplicationPublishesHasATrace() throws Exception {
		try (TestPeer subscriber = continuing.connect()) {
			subscriber.subscribe("orders/+");
			RecordedSpans.reset();
			continuing.bus().publish("orders/8", 1);
			JsonNode event = JsonMapper.shared().readTree(subscriber.next());
			Span publish = RecordedSpans.only("vws publish");
			assertThat(publish.attributes()).containsEntry("source", "application");
			assertThat(publish.isIn(event.at("/h/traceparent").asString())).isTrue();
		}
	}

	@Test
	void requestsThatAreRefusedHaveASpanThatSaysWhy() throws Exception {
		try (TestPeer peer = continuing.connect()) {
			assertThat(peer.ask("{\"k\":\"s\",\"t\":\"secret/#\",\"i\":1}")).isEqualTo("n 1 forbidden");
			assertThat(RecordedSpans.only("vws receive subscribe").attributes()).containsEntry("outcome", "forbidden")
				.containsEntry("vws.topic", "secret/#");
		}
	}

	private static String event(String traceparent) {
		return "{\"t\":\"orders/7\",\"d\":1,\"h\":{\"traceparent\":\"" + traceparent + "\"}}";
	}

	/** Publish as one client and return the trace with which another gets it. */
	private static String publish(VwsTestApplication app, String event) throws IOException {
		return headers(app, event).get("traceparent").asString();
	}

	private static JsonNode headers(VwsTestApplication app, String event) throws IOException {
		try (TestPeer publisher = app.connect(); TestPeer subscriber = app.connect()) {
			subscriber.subscribe("orders/+");
			publisher.send(event);
			return JsonMapper.shared().readTree(subscriber.next()).get("h");
		}
	}

	/** An application that keeps its spans. */
	@Configuration(proxyBeanMethods = false)
	static class Traced extends OpenChain {

		@Bean
		SpanProcessor spanProcessor() {
			return RecordedSpans.processor();
		}

		@EventListener
		void order(VwsMessageEvent message) {
		}

		@VwsListener(id = "kitchen", patterns = "orders/7")
		void cook(int quantity) {
		}

	}

	/** Takes jobs and answers them, and describes by itself what a client does. */
	@Configuration(proxyBeanMethods = false)
	static class Service extends Traced {

		private final ObjectProvider<VwsClient> client;

		Service(ObjectProvider<VwsClient> client) {
			this.client = client;
		}

		@Bean
		ClientRequestObservationConvention requests() {
			return new DefaultClientRequestObservationConvention() {

				@Override
				public KeyValues getHighCardinalityKeyValues(ClientRequestContext context) {
					return super.getHighCardinalityKeyValues(context).and("mine", "request");
				}

			};
		}

		@Bean
		ClientHandleObservationConvention handlers() {
			return new DefaultClientHandleObservationConvention() {

				@Override
				public KeyValues getHighCardinalityKeyValues(ClientHandleContext context) {
					return super.getHighCardinalityKeyValues(context).and("mine", "handle");
				}

			};
		}

		@EventListener
		void job(VwsClientEvent event) {
			this.client.getObject().publish("answers/7", "done").join();
		}

	}

}
