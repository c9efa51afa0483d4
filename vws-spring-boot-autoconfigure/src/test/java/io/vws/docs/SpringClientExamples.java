package io.vws.docs;

import java.net.InetSocketAddress;
import java.net.ProxySelector;

import io.vws.autoconfigure.client.VwsClientCustomizer;
import io.vws.client.VwsClient;
import io.vws.spring.client.VwsClientEvent;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The Java code of the documentation about the client in Spring, so that it compiles;
 * {@link DocumentationTests} compares.
 */
abstract class SpringClientExamples {

	abstract void bake(NewOrder order);

	abstract void heat(String room, Wish wish);

	abstract void use(Object value);

	void readme(VwsClient client) {
		// @formatter:off
		client.subscribe("room/+name/wish", Wish.class, (wish, event) -> heat(event.variable("name"), wish));
		client.subscribe("orders/+id/placed", NewOrder.class, (order, event) -> bake(order));
		client.publish("orders/7/status", "baking");
		// @formatter:on
	}

	// @formatter:off
	@Bean
	VwsClientCustomizer proxy() {
		return (name, builder) -> builder.proxy(ProxySelector.of(new InetSocketAddress("proxy.example", 3128)));
	}

	@EventListener(condition = "#received.event.topic() == 'menu/today'")
	void menu(VwsClientEvent received) {
		Menu menu = received.event().payload(Menu.class);
		use(menu);
	}

	@Bean
	Stock stock(@Qualifier("shop") VwsClient shop, @Qualifier("warehouse") VwsClient warehouse) {
		return new Stock(shop, warehouse);
	}

	@Component
	class Kitchen {

		Kitchen(VwsClient client) {
			client.subscribe("orders/+id/placed", NewOrder.class,
					(order, event) -> client.publish("orders/" + event.variable("id") + "/status", "baking"));
		}

	}
	// @formatter:on

	record Menu(String dish) {
	}

	record NewOrder(String pizza) {
	}

	record Stock(VwsClient shop, VwsClient warehouse) {
	}

	record Wish(double celsius) {
	}

}
