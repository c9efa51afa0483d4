package io.vws.spring.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.vws.architecture.CheckedInFile;
import io.vws.bus.BusObservationDocumentation;
import io.vws.bus.DefaultPublishObservationConvention;
import io.vws.bus.InMemoryEventBus;
import io.vws.client.ClientObservationDocumentation;
import io.vws.client.DefaultClientHandleObservationConvention;
import io.vws.client.DefaultClientRequestObservationConvention;
import io.vws.server.DefaultDeliverObservationConvention;
import io.vws.server.DefaultReceiveObservationConvention;
import io.vws.server.ServerObservationDocumentation;
import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsServer;
import io.vws.spring.event.DefaultListenObservationConvention;
import io.vws.spring.event.EventObservationDocumentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/metrics.md} says what the code says, and the dashboard asks for what there
 * is.
 */
class MetricsDocumentationTests {

	private static final String BEGIN = "<!-- Written by MetricsDocumentationTests from here -->\n";

	private static final String END = "<!-- to here -->\n";

	private static final Path DASHBOARD = Path.of("../docs/grafana-dashboard.json");

	private static final CheckedInFile page = CheckedInFile.at("../docs/metrics.md");

	@Test
	void tableNamesEveryMeter() throws IOException {
		String text = page.read();
		int begin = text.indexOf(BEGIN);
		int end = text.indexOf(END);
		assertThat(begin).isPositive().isLessThan(end);
		page.mustSay(text.substring(0, begin) + BEGIN + "\n" + meters() + "\n## Observations\n\n" + observations()
				+ "\n" + text.substring(end));
	}

	private static String meters() {
		return "| Meter | For Prometheus | Tags | What it says |\n| --- | --- | --- | --- |\n"
				+ Arrays.stream(VwsMeter.values())
					.map((meter) -> "| `%s` | `%s` | %s | %s |\n".formatted(meter.id(), prometheus(meter), tags(meter),
							meter.description()))
					.collect(Collectors.joining());
	}

	private static String prometheus(VwsMeter meter) {
		String name = new PrometheusNamingConvention().name(meter.id(), meter.type(), meter.baseUnit());
		return switch (meter.type()) {
			case TIMER -> name + "_count`, `" + name + "_sum";
			case COUNTER -> name + "_total";
			default -> name;
		};
	}

	private static String tags(VwsMeter meter) {
		return meter.tags()
			.stream()
			.map((tags) -> "`" + tags.key() + "`: "
					+ tags.values().stream().map((value) -> "`" + value + "`").collect(Collectors.joining(", ")))
			.collect(Collectors.joining("; "));
	}

	@ParameterizedTest
	@EnumSource
	void meterIsDescribed(VwsMeter meter) {
		assertThat(meter.id()).matches("vws(\\.[a-z]+)+");
		assertThat(meter.description()).matches("[A-Z].*[a-z]");
		assertThat(meter.tags()).allSatisfy((tags) -> {
			assertThat(tags.key()).matches("[a-z]+");
			assertThat(tags.values()).isNotEmpty().doesNotHaveDuplicates();
		});
	}

	/** As a scrape of a server says them. */
	@Test
	void dashboardAsksForWhatThereIs() throws IOException {
		assertThat(asked()).hasSizeGreaterThan(10).isSubsetOf(scraped());
	}

	@ParameterizedTest
	@EnumSource
	void dashboardShowsTheMeter(VwsMeter meter) throws IOException {
		assertThat(prometheus(meter).split("`, `")).containsAnyElementsOf(asked());
	}

	private static Set<String> asked() throws IOException {
		Set<String> asked = new TreeSet<>();
		for (String expression : expressions()) {
			Matcher names = Pattern.compile("vws_[a-z_]+").matcher(expression);
			while (names.find()) {
				asked.add(names.group());
			}
		}
		return asked;
	}

	/** Tags too, whose values are those of the table. */
	@Test
	void dashboardGroupsByTagsThatThereAre() throws IOException {
		Set<String> keys = Arrays.stream(VwsMeter.values())
			.flatMap((meter) -> meter.tags().stream())
			.map(VwsMeter.Tags::key)
			.collect(Collectors.toSet());
		for (String expression : expressions()) {
			Matcher groups = Pattern.compile("by \\(([a-z_, ]+)\\)").matcher(expression);
			while (groups.find()) {
				assertThat(groups.group(1).split(", ")).as(expression).isSubsetOf(keys);
			}
		}
	}

	@Test
	void everyPanelHasATitleAndAsksForSomething() throws IOException {
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
		assertThat(dashboard.get("panels")).isNotEmpty().allSatisfy((panel) -> {
			assertThat(panel.get("title").asString()).isNotBlank();
			if (!panel.get("type").asString().equals("row")) {
				assertThat(panel.get("targets")).isNotEmpty();
			}
		});
		assertThat(dashboard.findValuesAsString("id")).doesNotHaveDuplicates();
	}

	private static List<String> expressions() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(DASHBOARD)).findValuesAsString("expr");
	}

	private static Set<String> scraped() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		InMemoryEventBus bus = new InMemoryEventBus(JsonMapper.shared());
		VwsServer server = VwsServer.builder(bus, VwsAuthorizer.denyAll(), JsonMapper.shared()).build();
		new VwsMeters(registry);
		new VwsServerMeters(server, bus).bindTo(registry);
		Set<String> names = Stream.of(registry.scrape().split("\n"))
			.filter((line) -> line.startsWith("vws_"))
			.map((line) -> line.split("[{ ]")[0])
			.collect(Collectors.toCollection(TreeSet::new));
		server.stop(Duration.ZERO);
		return names;
	}

	private static String observations() throws IOException {
		StringBuilder table = new StringBuilder(
				"| Observation | When | Tags of its meter and its span | For its span only |\n| --- | --- | --- | --- |\n");
		table.append(row(ServerObservationDocumentation.RECEIVE, new DefaultReceiveObservationConvention().getName()));
		table.append(row(BusObservationDocumentation.PUBLISH, new DefaultPublishObservationConvention().getName()));
		table.append(row(ServerObservationDocumentation.DELIVER, new DefaultDeliverObservationConvention().getName()));
		table.append(row(EventObservationDocumentation.LISTEN, new DefaultListenObservationConvention().getName()));
		table.append(
				row(ClientObservationDocumentation.REQUEST, new DefaultClientRequestObservationConvention().getName()));
		table.append(
				row(ClientObservationDocumentation.HANDLE, new DefaultClientHandleObservationConvention().getName()));
		return table.toString();
	}

	private static String row(ObservationDocumentation observation, String name) throws IOException {
		return "| `%s` | %s | %s | %s |\n".formatted(name, Comments.of((Enum<?>) observation),
				keys(observation.getLowCardinalityKeyNames()), keys(observation.getHighCardinalityKeyNames()));
	}

	private static String keys(KeyName[] keys) throws IOException {
		StringBuilder text = new StringBuilder();
		for (KeyName key : keys) {
			text.append(text.isEmpty() ? "" : "<br>").append("`").append(key.asString()).append("`: ");
			text.append(Comments.of((Enum<?>) key));
		}
		return text.toString();
	}

}
