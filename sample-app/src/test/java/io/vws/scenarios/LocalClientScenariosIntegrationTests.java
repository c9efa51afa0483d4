package io.vws.scenarios;

import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;

import io.vws.bus.EventBus;
import io.vws.client.ClientObservation;
import io.vws.client.VwsClient;
import io.vws.spring.client.ClientThreads;
import io.vws.spring.client.LocalClientSettings;
import io.vws.spring.client.LocalVwsClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios, seen by the client of the application's own bus.
 */
class LocalClientScenariosIntegrationTests extends ClientScenarios {

	private final EventBus bus;

	private final JsonMapper mapper;

	private final ClientThreads threads;

	private final VwsClient bean;

	LocalClientScenariosIntegrationTests(@Autowired EventBus bus, @Autowired JsonMapper mapper,
			@Autowired ClientThreads threads, @Autowired VwsClient bean) {
		this.bus = bus;
		this.mapper = mapper;
		this.threads = threads;
		this.bean = bean;
	}

	/** Like the bean, which is there once only and connected already. */
	@Override
	VwsClient newClient() {
		return new LocalVwsClient(this.bus, this.mapper, LocalClientSettings.defaults(), this.threads.executor(),
				InstantSource.system(), ClientObservation.none());
	}

	@Test
	void beanIsSuchAClient() {
		assertThat(this.bean).isInstanceOf(LocalVwsClient.class);
		BlockingQueue<String> received = subscribe(this.bean, "a");
		join(connected().publish("a", 1));
		assertThat(next(received)).isEqualTo("1");
		join(this.bean.unsubscribeAll());
	}

	/** It is the application itself. */
	@Test
	void noRulesApply() {
		VwsClient client = connected();
		BlockingQueue<String> received = subscribe(client, "$secret/+");
		join(client.publish("$secret/recipe", 1));
		assertThat(next(received)).isEqualTo("1");
	}

}
