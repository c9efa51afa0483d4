package io.vws.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata of the properties, as the annotation processor wrote it for IDEs.
 */
final class ConfigurationMetadata {

	private final JsonNode root;

	private ConfigurationMetadata(JsonNode root) {
		this.root = root;
	}

	/**
	 * Not from the class path: other jars have such a file too, and so have our tests.
	 */
	static ConfigurationMetadata read() {
		try {
			Path classes = Path
				.of(VwsBusAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			String json = Files.readString(classes.resolve("META-INF/spring-configuration-metadata.json"));
			return new ConfigurationMetadata(JsonMapper.shared().readTree(json));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<Property> properties() {
		return this.root.get("properties").valueStream().map(Property::of).toList();
	}

	List<Hint> hints() {
		return this.root.get("hints").valueStream().map(Hint::of).toList();
	}

	/**
	 * Values of a property that an IDE proposes.
	 *
	 * @param values the values with their descriptions
	 * @param others whether any other value is fine too
	 */
	record Hint(String name, Map<String, String> values, boolean others) {

		private static Hint of(JsonNode node) {
			Map<String, String> values = node.get("values")
				.valueStream()
				.collect(Collectors.toMap((value) -> value.get("value").asString(),
						(value) -> value.path("description").asString("")));
			return new Hint(node.get("name").asString(), values,
					node.at("/providers/0/name").asString("").equals("any"));
		}

	}

	/**
	 * A property.
	 *
	 * @param type full name of the type
	 * @param defaultValue {@code null} for none
	 */
	record Property(String name, String type, @Nullable String description, @Nullable String defaultValue) {

		private static Property of(JsonNode node) {
			return new Property(node.get("name").asString(), node.get("type").asString(), text(node, "description"),
					text(node, "defaultValue"));
		}

		private static @Nullable String text(JsonNode node, String key) {
			JsonNode value = node.get(key);
			return (value != null) ? value.asString() : null;
		}

		boolean isList() {
			return this.type.startsWith("java.util.");
		}

		/** The key of the record that the property is a component of. */
		String prefix() {
			return this.name.substring(0, this.name.lastIndexOf('.'));
		}

	}

}
