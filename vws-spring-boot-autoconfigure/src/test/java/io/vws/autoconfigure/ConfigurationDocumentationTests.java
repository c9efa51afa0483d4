package io.vws.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.vws.architecture.CheckedInFile;
import io.vws.autoconfigure.ConfigurationMetadata.Property;
import io.vws.autoconfigure.event.VwsEventProperties;
import io.vws.autoconfigure.security.VwsAuthorizationProperties;
import io.vws.autoconfigure.server.VwsServerProperties;
import io.vws.delivery.OverflowPolicy;
import io.vws.spring.event.EventFailurePolicy;
import io.vws.spring.event.PublishPhase;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/configuration.md} says what the code says.
 */
class ConfigurationDocumentationTests {

	private static final String BEGIN = "<!-- Written by ConfigurationDocumentationTests from here -->\n";

	private static final String END = "<!-- to here -->\n";

	private static final CheckedInFile page = CheckedInFile.at("../docs/configuration.md");

	@Test
	void tablesNameEveryProperty() throws IOException {
		String text = page.read();
		int begin = text.indexOf(BEGIN);
		int end = text.indexOf(END);
		assertThat(begin).isPositive().isLessThan(end);
		page.mustSay(text.substring(0, begin) + BEGIN + tables() + "\n" + text.substring(end));
	}

	/** The prose explains each of them. */
	@Test
	void proseNamesEveryOverflowPolicy() throws IOException {
		String text = page.read();
		for (OverflowPolicy policy : OverflowPolicy.values()) {
			assertThat(text).contains("`" + policy.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`");
		}
	}

	@Test
	void exampleBindsAndSetsEveryKeyToItsDefault() throws IOException {
		List<PropertySource<?>> example = example();
		Map<String, Property> properties = ConfigurationMetadata.read()
			.properties()
			.stream()
			.collect(Collectors.toMap(Property::name, Function.identity()));
		Binder binder = new Binder(ConfigurationPropertySources.from(example));
		VwsServerProperties server = binder.bind("vws.server", VwsServerProperties.class).get();
		VwsAuthorizationProperties rules = binder.bind("vws.server.authorization", VwsAuthorizationProperties.class)
			.get();
		VwsEventProperties events = binder.bind("vws.events", VwsEventProperties.class).get();
		assertThat(server.pingInterval()).isEqualTo(Duration.ofSeconds(30));
		assertThat(rules.subscribe()).isNotEmpty().allSatisfy((rule) -> {
			assertThat(rule.topic()).isNotEmpty();
			assertThat(rule.access()).isEqualTo("permitAll");
		});
		assertThat(events)
			.isEqualTo(new VwsEventProperties(true, PublishPhase.AFTER_COMMIT, EventFailurePolicy.LOG, 1024));
		for (PropertySource<?> source : example) {
			for (String key : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				Property property = properties.get(key.replaceAll("\\[\\d+].*", ""));
				assertThat(property).as(key).isNotNull();
				if (!property.isList()) {
					assertThat(source.getProperty(key)).as(key).hasToString(property.defaultValue());
				}
			}
		}
	}

	private static List<PropertySource<?>> example() throws IOException {
		String text = page.read();
		int begin = text.indexOf("```yaml\n") + "```yaml\n".length();
		String yaml = text.substring(begin, text.indexOf("```", begin));
		return new YamlPropertySourceLoader().load("example",
				new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
	}

	private static String tables() {
		Map<String, List<Property>> groups = ConfigurationMetadata.read()
			.properties()
			.stream()
			.collect(Collectors.groupingBy(Property::prefix, LinkedHashMap::new, Collectors.toList()));
		return groups.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((group) -> table(group.getKey(), group.getValue()))
			.collect(Collectors.joining());
	}

	private static String table(String prefix, List<Property> properties) {
		return "\n### `" + prefix
				+ "`\n\n| Property | Type | Default | Unit | Description |\n| --- | --- | --- | --- | --- |\n"
				+ properties.stream().map(ConfigurationDocumentationTests::row).collect(Collectors.joining());
	}

	private static String row(Property property) {
		String defaultValue = (property.defaultValue() != null) ? "`" + property.defaultValue() + "`" : "none";
		return "| `%s` | %s | %s | %s | %s |\n".formatted(property.name(), type(property.type()), defaultValue,
				unit(property), (property.description() != null) ? property.description() : "");
	}

	private static String type(String type) {
		return switch (type) {
			case "java.lang.Boolean" -> "true or false";
			case "java.lang.Integer", "java.lang.Double" -> "number";
			case "java.lang.String" -> "text";
			case "java.time.Duration" -> "duration";
			case "org.springframework.util.unit.DataSize" -> "size";
			case "java.util.List<java.lang.String>", "java.util.Set<java.lang.String>" -> "list of texts";
			case "java.util.Map<java.lang.String,java.lang.String>" -> "texts by name";
			case "java.util.Map<java.lang.String,io.vws.autoconfigure.client.VwsClientProperties>" -> "clients by name";
			case "java.util.Map<java.lang.String,io.vws.autoconfigure.client.VwsBridgesProperties$Bridge>" ->
				"bridges by name";
			case "io.vws.delivery.OverflowPolicy" -> "policy, see above";
			case "io.vws.spring.event.PublishPhase" -> "after-commit or immediate";
			case "io.vws.spring.event.EventFailurePolicy" -> "log or throw";
			case "org.springframework.boot.actuate.endpoint.Access" -> "none, read-only or unrestricted";
			case "org.springframework.boot.actuate.endpoint.Show" -> "never, when-authorized or always";
			case "io.vws.autoconfigure.observation.VwsObservationProperties$Mode" -> "traced, always or never";
			case "io.vws.server.TraceTrust" -> "continue or restart";
			case "java.util.List<io.vws.autoconfigure.security.VwsAuthorizationProperties$Rule>" ->
				"list of rules, see above";
			default -> throw new IllegalArgumentException("Say how to write the type " + type);
		};
	}

	/** What a bare number means. */
	private static String unit(Property property) {
		return switch (property.type()) {
			case "java.time.Duration" -> "`ms` unless given";
			case "org.springframework.util.unit.DataSize" -> "`B` unless given";
			case "java.lang.Integer" -> switch (property.name().replaceFirst(".*\\.(max-)?", "")) {
				case "connections", "connections-per-user", "connections-per-address" -> "connections";
				case "handshakes-per-second" -> "handshakes";
				case "subscriptions" -> "subscriptions";
				case "messages", "messages-per-second" -> "messages";
				case "nacks-per-second" -> "requests";
				case "attempts" -> "attempts";
				case "queue-capacity" -> "events";
				case "threads" -> "threads";
				default -> throw new IllegalArgumentException("Say what is counted by " + property.name());
			};
			default -> "";
		};
	}

}
