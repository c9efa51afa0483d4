package io.vws.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.autoconfigure.client.VwsBridgesProperties;
import io.vws.autoconfigure.client.VwsClientProperties;
import io.vws.autoconfigure.security.VwsAuthorizationAutoConfiguration;
import io.vws.autoconfigure.server.VwsServerAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows compiles, binds and can be followed.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	static Stream<Path> pages() throws IOException {
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			Stream<Path> others = Stream.of("README.md", "CONTRIBUTING.md", "vws-js/README.md").map(ROOT::resolve);
			return Stream.concat(others, docs.filter((path) -> path.toString().endsWith(".md"))).toList().stream();
		}
	}

	static Stream<String> yaml() throws IOException {
		return pages().flatMap((page) -> blocks(page, "yaml").stream()).filter((block) -> block.startsWith("vws:"));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Path page) throws IOException {
		Matcher links = LINK.matcher(Files.readString(page));
		while (links.find()) {
			String target = links.group(1).replaceFirst("#.*", "");
			if (!target.isEmpty() && !target.startsWith("http")) {
				assertThat(page.resolveSibling(target)).as("link in " + page.getFileName()).exists();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void javaCompiles(Path page) throws IOException {
		Set<String> compiled = new HashSet<>();
		for (String examples : List.of("Examples", "ClientExamples", "SpringClientExamples", "TestExamples")) {
			Files.readAllLines(Path.of("src/test/java/io/vws/docs/" + examples + ".java"))
				.forEach((line) -> compiled.add(line.strip()));
		}
		for (String block : blocks(page, "java")) {
			assertThat(block.lines().map(String::strip)).as("code in " + page.getFileName()).isSubsetOf(compiled);
		}
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void configurationBinds(String yaml) throws IOException {
		var source = new YamlPropertySourceLoader()
			.load("documentation", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0);
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, VwsBusAutoConfiguration.class,
					VwsAuthorizationAutoConfiguration.class, VwsServerAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(VwsServerAutoConfiguration.class));
	}

	/** Or YAML takes what follows {@code  #} for a comment. */
	@ParameterizedTest
	@MethodSource("withRules")
	void topicAndAccessAreQuoted(Path file) throws IOException {
		assertThat(Files.readString(file)
			.lines()
			.filter((line) -> line.strip().startsWith("- { topic:") || line.strip().matches("(- )?(topic|access):.*")))
			.allMatch((line) -> line.strip().matches("- \\{ topic: \"[^\"]+\", access: \"[^\"]+\" }"));
	}

	static Stream<Path> withRules() throws IOException {
		return Stream.concat(pages(), Stream.of(ROOT.resolve("sample-app/src/main/resources/application.yml")));
	}

	@Test
	void rulesThatAreExplainedAreThoseOfTheSample() throws IOException {
		List<String> explained = rules(blocks(ROOT.resolve("docs/security.md"), "yaml").get(0));
		assertThat(explained).isNotEmpty()
			.isEqualTo(rules(Files.readString(ROOT.resolve("sample-app/src/main/resources/application.yml"))));
	}

	private static List<String> rules(String yaml) {
		return yaml.lines()
			.map(String::strip)
			.filter((line) -> line.matches("subscribe:|publish:|- \\{ topic:.*"))
			.toList();
	}

	/** The client is not started: there is no server of the documentation. */
	@ParameterizedTest
	@MethodSource("yaml")
	void configurationOfClientsHasNoUnknownKey(String yaml) throws IOException {
		var source = new YamlPropertySourceLoader()
			.load("documentation", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0);
		Binder binder = new Binder(ConfigurationPropertySources.from(source));
		BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
		binder.bind("vws.client", Bindable.of(VwsClientProperties.class), strict);
		binder.bind("vws.clients", Bindable.mapOf(String.class, VwsClientProperties.class), strict);
		binder.bind("vws.bridges", Bindable.mapOf(String.class, VwsBridgesProperties.Bridge.class), strict);
	}

	private static List<String> blocks(Path page, String language) {
		try {
			return Pattern.compile("(?ms)^( *)```" + language + "\\n(.*?)^ *```")
				.matcher(Files.readString(page))
				.results()
				.map((block) -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
