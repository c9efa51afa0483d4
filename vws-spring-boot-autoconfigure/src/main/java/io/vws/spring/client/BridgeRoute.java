package io.vws.spring.client;

import java.util.List;

import io.vws.topic.TopicPattern;

/**
 * One direction of a {@link VwsBridge}.
 *
 * @param patterns what it takes, as the topics are where it takes them from
 * @param prefix what goes before the topics where it takes them to
 */
public record BridgeRoute(List<TopicPattern> patterns, TopicPrefix prefix) {

	public BridgeRoute {
		patterns = List.copyOf(patterns);
	}

}
