package io.vws.autoconfigure.client;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vws.architecture.CheckedInFile;
import io.vws.autoconfigure.client.VwsBridgesProperties.Bridge;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DefaultValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/client.md} says of bridges what the code says. The metadata does not name
 * what is below the names of a map.
 */
class BridgeDocumentationTests {

	private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| ([^|]+) \\| [^|]+ \\|");

	@Test
	void tableNamesEveryPropertyAndItsDefault() throws IOException {
		String text = CheckedInFile.at("../docs/client.md").read();
		String table = text.substring(text.indexOf("| Property below `vws.bridges.<name>` |"));
		Map<String, String> documented = new LinkedHashMap<>();
		table.lines().skip(2).takeWhile((line) -> !line.isBlank()).forEach((line) -> {
			Matcher row = ROW.matcher(line);
			assertThat(row.matches()).as(line).isTrue();
			documented.put(row.group(1), defaultValue(row.group(2)));
		});
		Map<String, String> properties = new LinkedHashMap<>();
		collect("", Bridge.class, properties);
		assertThat(documented).isEqualTo(properties);
	}

	/** A text in words says what stands for an empty value. */
	private static String defaultValue(String cell) {
		return cell.startsWith("`") ? cell.replace("`", "") : "";
	}

	private static void collect(String prefix, Class<?> type, Map<String, String> properties) {
		RecordComponent[] components = type.getRecordComponents();
		Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
		for (int i = 0; i < components.length; i++) {
			String name = prefix + components[i].getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (components[i].getType().isRecord()) {
				collect(name + ".", components[i].getType(), properties);
			}
			else {
				properties.put(name, String.join(",", parameters[i].getAnnotation(DefaultValue.class).value()));
			}
		}
	}

}
