package io.vws.autoconfigure.transform;

import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import io.vws.spring.server.VwsServerCustomizer;
import io.vws.transform.InboundTransform;
import io.vws.transform.OutboundTransform;
import io.vws.transform.PeerTransform;
import io.vws.transform.TopicMapping;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.WebSocketHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that gives the server the transforms
 * and the mapping of topics that are beans. The order of the beans is that in which they
 * apply.
 */
@AutoConfiguration(before = VwsServerAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ WebSocketHandler.class, DispatcherServlet.class })
@ConditionalOnBooleanProperty(name = "vws.server.enabled", matchIfMissing = true)
public final class VwsTransformAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "vwsTransforms")
	VwsServerCustomizer vwsTransforms(ObjectProvider<InboundTransform> inbound,
			ObjectProvider<OutboundTransform> outbound, ObjectProvider<PeerTransform> byPeer,
			ObjectProvider<TopicMapping> mapping) {
		return (builder) -> {
			inbound.orderedStream().forEach(builder::inbound);
			outbound.orderedStream().forEach(builder::outbound);
			byPeer.orderedStream().forEach(builder::outbound);
			mapping.ifAvailable(builder::topicMapping);
		};
	}

}
