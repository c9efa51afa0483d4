package io.vws.autoconfigure.client;

import java.util.ArrayList;
import java.util.List;

import io.vws.spring.client.BridgeRoute;
import io.vws.spring.client.ClientStartException;
import io.vws.spring.client.TopicPrefix;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.TopicPattern;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What the configuration says about one bridge, parsed and checked.
 *
 * @param name name in the configuration
 * @param properties its properties
 * @param inbound the way from the server to the bus
 * @param outbound the way from the bus to the server
 */
record ConfiguredBridge(String name, VwsBridgesProperties.Bridge properties, BridgeRoute inbound,
		BridgeRoute outbound) {

	private static final String INBOUND = "inbound";

	private static final String OUTBOUND = "outbound";

	static ConfiguredBridge of(String name, VwsBridgesProperties.Bridge properties) {
		VwsBridgesProperties.Inbound in = properties.inbound();
		VwsBridgesProperties.Outbound out = properties.outbound();
		if (in.patterns().isEmpty() && out.patterns().isEmpty()) {
			throw new ClientStartException("The bridge 'vws.bridges." + name + "' has no patterns.",
					"Set '" + key(name, INBOUND) + ".patterns', '" + key(name, OUTBOUND) + ".patterns', or both.");
		}
		if (out.queueCapacity() < 1) {
			throw new InvalidConfigurationPropertyValueException(key(name, OUTBOUND) + ".queue-capacity",
					out.queueCapacity(), "Must be at least 1.");
		}
		ConfiguredBridge bridge = new ConfiguredBridge(name, properties,
				route(key(name, INBOUND), in.patterns(), in.prefix()),
				route(key(name, OUTBOUND), out.patterns(), out.prefix()));
		bridge.checkThatNothingComesTwice();
		return bridge;
	}

	private static String key(String name, String direction) {
		return "vws.bridges." + name + "." + direction;
	}

	private String patternKey(String direction, int index) {
		return key(this.name, direction) + ".patterns[" + index + "]";
	}

	private static BridgeRoute route(String key, List<String> texts, String levels) {
		TopicPrefix prefix;
		try {
			prefix = TopicPrefix.of(levels);
		}
		catch (InvalidTopicException ex) {
			throw new InvalidConfigurationPropertyValueException(key + ".prefix", levels, ex.getMessage() + ".");
		}
		List<TopicPattern> patterns = new ArrayList<>();
		for (int i = 0; i < texts.size(); i++) {
			try {
				TopicPattern pattern = TopicPattern.parse(texts.get(i));
				prefix.before(pattern); // may be too long
				patterns.add(pattern);
			}
			catch (InvalidTopicException ex) {
				throw new InvalidConfigurationPropertyValueException(key + ".patterns[" + i + "]", texts.get(i),
						ex.getMessage() + ".");
			}
		}
		return new BridgeRoute(patterns, prefix);
	}

	/** A client calls the handler of each pattern that an event matches. */
	private void checkThatNothingComesTwice() {
		List<TopicPattern> patterns = this.inbound.patterns();
		for (int i = 0; i < patterns.size(); i++) {
			for (int j = 0; j < i; j++) {
				if (patterns.get(i).overlaps(patterns.get(j))) {
					throw new InvalidConfigurationPropertyValueException(patternKey(INBOUND, i), patterns.get(i),
							"Overlaps '" + patterns.get(j) + "' of " + patternKey(INBOUND, j)
									+ ": what both match would come twice.");
				}
			}
		}
	}

	/**
	 * Check that nothing goes round: what this bridge brings to the bus must not be what
	 * another one, or this one, takes back to the same server.
	 */
	void checkAgainst(ConfiguredBridge other) {
		List<TopicPattern> in = this.inbound.patterns();
		List<TopicPattern> out = other.outbound.patterns();
		for (int i = 0; i < in.size(); i++) {
			TopicPattern here = this.inbound.prefix().before(in.get(i));
			for (int j = 0; j < out.size(); j++) {
				TopicPattern there = other.outbound.prefix().before(out.get(j));
				String outKey = other.patternKey(OUTBOUND, j);
				if (here.overlaps(out.get(j))) {
					throw new InvalidConfigurationPropertyValueException(outKey, out.get(j),
							"Overlaps '" + here + "', as which '" + in.get(i) + "' of " + patternKey(INBOUND, i)
									+ " comes to the bus: events of the server would go back to it.");
				}
				if (there.overlaps(in.get(i))) {
					throw new InvalidConfigurationPropertyValueException(outKey, out.get(j),
							"Comes to the server as '" + there + "', which overlaps '" + in.get(i) + "' of "
									+ patternKey(INBOUND, i) + ": events of the bus would come back to it.");
				}
			}
		}
	}

}
