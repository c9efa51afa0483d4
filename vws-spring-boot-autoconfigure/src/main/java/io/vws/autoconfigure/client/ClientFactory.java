package io.vws.autoconfigure.client;

import java.time.Clock;

import io.vws.bus.EventBus;
import io.vws.client.ClientObservation;
import io.vws.client.ReceivedEvent;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientBuilder;
import io.vws.spring.client.ClientLossLog;
import io.vws.spring.client.ClientThreads;
import io.vws.spring.client.LocalVwsClient;
import io.vws.spring.client.VwsClientEvent;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.annotation.RegisterReflection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Makes clients as the configuration says.
 */
@RegisterReflection(classes = { VwsClientEvent.class, ReceivedEvent.class },
		memberCategories = MemberCategory.INVOKE_PUBLIC_METHODS)
final class ClientFactory {

	private final ClientThreads threads;

	private final ApplicationEventPublisher events;

	private final JsonMapper mapper;

	private final ObjectProvider<SslBundles> bundles;

	private final ObjectProvider<TokenHeaders> tokens;

	private final ObjectProvider<VwsClientCustomizer> customizers;

	private final ClientObservation observation;

	ClientFactory(ClientThreads threads, ApplicationEventPublisher events, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<SslBundles> bundles, ObjectProvider<TokenHeaders> tokens,
			ObjectProvider<VwsClientCustomizer> customizers, ClientObservation observation) {
		this.threads = threads;
		this.events = events;
		this.mapper = mapper.getIfAvailable(JsonMapper::shared);
		this.bundles = bundles;
		this.tokens = tokens;
		this.customizers = customizers;
		this.observation = observation;
	}

	/** Make the client of a server. */
	VwsClient remote(ConfiguredClient configured, String url) {
		ClientChecks.check(configured);
		VwsClientProperties properties = configured.properties();
		VwsClientBuilder builder = ClientUrl.builder(configured.key("url"), url)
			.headers(ClientHeaders.of(configured, this.tokens))
			.connectTimeout(properties.connectTimeout())
			.requestTimeout(properties.requestTimeout())
			.queueCapacity(properties.queue().maxMessages())
			.queueBytes(Math.toIntExact(properties.queue().maxBytes().toBytes()))
			.handlerCapacity(properties.handler().queueCapacity())
			.onOverflow(properties.handler().onOverflow())
			.reconnect(properties.reconnect().toPolicy())
			.pingInterval(properties.pingInterval())
			.pongTimeout(properties.pongTimeout())
			.maxMessageBytes(Math.toIntExact(properties.maxMessageSize().toBytes()))
			.mapper(this.mapper)
			.observation(this.observation)
			.executor(this.threads.executor());
		ClientTls.apply(configured, this.bundles, builder);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(configured.name(), builder));
		return subscribed(configured, builder.build());
	}

	/** Make the client of the application's own bus. */
	VwsClient local(ConfiguredClient configured, EventBus bus) {
		ClientChecks.check(configured);
		return subscribed(configured, new LocalVwsClient(bus, this.mapper, configured.properties().toLocalSettings(),
				this.threads.executor(), Clock.systemUTC(), this.observation));
	}

	private VwsClient subscribed(ConfiguredClient configured, VwsClient client) {
		client.addListener(new ClientLossLog(configured.key()));
		for (String pattern : configured.properties().initialSubscriptions()) {
			client.subscribe(pattern,
					(event) -> this.events.publishEvent(new VwsClientEvent(configured.name(), event)));
		}
		return client;
	}

}
