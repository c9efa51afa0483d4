package io.vws.docs;

import java.security.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

import io.micrometer.common.KeyValues;
import io.vws.bus.Event;
import io.vws.bus.EventBus;
import io.vws.bus.Subscription;
import io.vws.server.DefaultReceiveObservationConvention;
import io.vws.server.ReceiveContext;
import io.vws.server.ReceiveObservationConvention;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnections;
import io.vws.spring.event.VwsConnectionEvent;
import io.vws.spring.event.VwsEventMapping;
import io.vws.spring.event.VwsListener;
import io.vws.spring.event.VwsMessageEvent;
import io.vws.spring.event.VwsTopic;
import io.vws.spring.security.SubprotocolBearerTokenResolver;
import io.vws.spring.security.TopicRequest;
import io.vws.spring.security.TopicRules;
import io.vws.transform.EventTransforms;
import io.vws.transform.InboundTransform;
import io.vws.transform.OutboundTransform;
import io.vws.transform.Outcome;
import io.vws.transform.PeerTransform;
import io.vws.transform.TopicMapping;
import jakarta.validation.Valid;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Component;

import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasRole;

/**
 * The Java code of the documentation, so that it compiles; {@link DocumentationTests}
 * compares.
 */
abstract class Examples {

	private final Heating heating;

	private final Kitchen kitchen;

	Examples(Heating heating, Kitchen kitchen) {
		this.heating = heating;
		this.kitchen = kitchen;
	}

	abstract void use(Object value);

	abstract void left(String user);

	Subscription readme(ApplicationEventPublisher events, EventBus bus, Queue<Event> queue) {
		// @formatter:off
		events.publishEvent(new RoomHeated("kitchen", 21.5));
		events.publishEvent(new OrderStatusChanged(7, "baking")); // Spring's ApplicationEventPublisher
		bus.publish("orders/7/status", Map.of("status", "baking"));
		Subscription subscription = bus.subscribe("orders/+id/status", (event, matched) -> queue.add(event));
		// @formatter:on
		return subscription;
	}

	void operate(VwsConnections connections) {
		// @formatter:off
		int ended = connections.recheck("alice"); // after her rights have changed
		int closed = connections.disconnect("mallory"); // after the account was locked
		// @formatter:on
		use(ended + closed);
	}

	// @formatter:off
	@Bean
	SecurityFilterChain formLogin(HttpSecurity http) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.formLogin(Customizer.withDefaults())
			.build();
	}

	@Bean
	SecurityFilterChain resourceServer(HttpSecurity http) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

	@Bean
	SecurityFilterChain services(HttpSecurity http) throws Exception {
		return http
			.securityMatcher("/vws")
			.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("SERVICE"))
			.httpBasic(Customizer.withDefaults())
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}
	// @formatter:on

	@Bean
	BearerTokenResolver tokens() {
		DefaultBearerTokenResolver own = new DefaultBearerTokenResolver();
		own.setBearerTokenHeaderName("X-Token");
		return new SubprotocolBearerTokenResolver("/vws", own);
	}

	// @formatter:off
	@Bean
	VwsAuthorizer rules() {
		AuthorizationManager<TopicRequest> own = (authentication, request) -> new AuthorizationDecision(
				authentication.get().getName().equals(request.variable("customer")));
		return TopicRules.builder()
			.subscribe("customers/+customer/#").access(AuthorizationManagers.anyOf(hasRole("OPERATOR"), own))
			.subscribe("#").hasRole("OPERATOR")
			.publish("customers/+customer/orders/new").access(own)
			.publish("customers/+customer/orders/+id/status").denyAll()
			.build();
	}
	// @formatter:on

	// @formatter:off
	@Bean
	@Order(1)
	InboundTransform ordersHaveATime() {
		return InboundTransform.on("orders/new",
				EventTransforms.modifyPayload((order) -> ((ObjectNode) order).put("at", Instant.now().toString())));
	}

	@Bean
	OutboundTransform costsStayHere() {
		return OutboundTransform.on("orders/#",
				EventTransforms.modifyPayload((order) -> ((ObjectNode) order).without("cost")));
	}

	@Bean
	PeerTransform othersSeeNoNames() {
		return PeerTransform.on("orders/#", (event, peer) -> {
			CustomersOrder order = event.payload().as(CustomersOrder.class);
			return (order == null || order.customer().equals(peer.name())) ? Outcome.unchanged()
					: Outcome.changed(event.withPayload(event.payload().withValue(order.withoutCustomer())));
		});
	}

	@Bean
	TopicMapping tenants() {
		return TopicMapping.below("tenants", (peer) -> (peer.principal() instanceof JwtAuthenticationToken login)
				? login.getToken().getClaimAsString("tenant") : null);
	}

	@Component
	class WhoSentIt implements InboundTransform {

		@Override
		public Outcome apply(Event event) {
			Map<String, String> headers = new HashMap<>(event.headers());
			headers.put("sender", (event.sender() != null) ? event.sender().name() : "");
			return Outcome.changed(event.withHeaders(headers));
		}

	}
	// @formatter:on

	@VwsListener("room/+name/wish")
	void wish(Wish wish, @DestinationVariable String name) {
		heating.set(name, wish.celsius());
	}

	// @formatter:off
	@VwsListener("orders/+id/new")
	@SendTo("orders/{id}/status")
	OrderStatus order(@Valid NewOrder order, @DestinationVariable long id, Principal customer) {
		return kitchen.bake(id, order, customer.getName());
	}

	@Bean
	VwsEventMapping invoices() {
		return VwsEventMapping.builder()
			.select(InvoicePaid.class)
			.topic("invoices/{number}/paid")
			.header("currency", "{currency}")
			.map((invoice) -> new PaidView(invoice.number(), invoice.total()))
			.build();
	}
	// @formatter:on

	@EventListener(condition = "#message.topic() == 'orders/new'")
	void order(VwsMessageEvent message) {
		NewOrder order = message.payload(NewOrder.class);
		String client = message.sender().name();
		use(order);
		use(client);
	}

	@EventListener
	void gone(VwsConnectionEvent.Closed closed) {
		left(closed.peer().name());
	}

	@Bean
	ReceiveObservationConvention convention() {
		return new DefaultReceiveObservationConvention() {

			@Override
			public KeyValues getHighCardinalityKeyValues(ReceiveContext context) {
				return super.getHighCardinalityKeyValues(context).and("user", context.peer().name());
			}

		};
	}

	@VwsTopic("room/{name}/heated")
	public record RoomHeated(String name, double celsius) {
	}

	@VwsTopic("orders/{id}/status")
	public record OrderStatusChanged(long id, String status) {
	}

	record Wish(double celsius) {
	}

	record OrderStatus(long id, String status) {
	}

	record InvoicePaid(String number, long total, String currency) {
	}

	record PaidView(String number, long total) {
	}

	interface Heating {

		void set(String room, double celsius);

	}

	interface Kitchen {

		OrderStatus bake(long id, NewOrder order, String customer);

	}

	record NewOrder(String pizza) {
	}

	record CustomersOrder(String customer, String pizza) {

		CustomersOrder withoutCustomer() {
			return new CustomersOrder("", this.pizza);
		}

	}

}
