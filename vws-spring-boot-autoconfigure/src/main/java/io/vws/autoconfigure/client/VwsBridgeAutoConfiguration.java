package io.vws.autoconfigure.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.bus.EventBus;
import io.vws.spring.client.BridgeEnds;
import io.vws.spring.client.BridgeQueue;
import io.vws.spring.client.ClientThreads;
import io.vws.spring.client.VwsBridge;
import io.vws.spring.client.VwsBridges;
import io.vws.spring.event.EventOutcomeListener;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the bridges between servers and
 * the bus of the application.
 */
@AutoConfiguration(after = { VwsBusAutoConfiguration.class, VwsClientAutoConfiguration.class })
@ConditionalOnBean({ EventBus.class, ClientThreads.class })
@EnableConfigurationProperties(VwsBridgesProperties.class)
public final class VwsBridgeAutoConfiguration {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	@Bean
	@ConditionalOnMissingBean
	VwsBridges vwsBridges(VwsBridgesProperties properties, EventBus bus, ClientThreads threads, BeanFactory beans,
			ObjectProvider<JsonMapper> mapper, ObjectProvider<EventOutcomeListener> failures) {
		EventOutcomeListener listeners = EventOutcomeListener.all(failures.orderedStream().toList());
		List<VwsBridge> bridges = new ArrayList<>();
		ConfiguredBridges.of(properties, beans).forEach((client, configured) -> {
			for (ConfiguredBridge bridge : configured) {
				VwsBridgesProperties.Outbound outbound = bridge.properties().outbound();
				bridges.add(new VwsBridge(new BridgeEnds(bridge.name(), client, bus, listeners), bridge.inbound(),
						bridge.outbound(),
						new BridgeQueue(outbound.queueCapacity(), outbound.onOverflow(), STOP_TIMEOUT),
						mapper.getIfAvailable(JsonMapper::shared), threads.executor()));
			}
		});
		return new VwsBridges(bridges);
	}

}
