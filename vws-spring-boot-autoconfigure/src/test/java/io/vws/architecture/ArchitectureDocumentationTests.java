package io.vws.architecture;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/architecture.md} names the modules, the packages, and what those of the
 * core use.
 */
class ArchitectureDocumentationTests {

	private static final Pattern CORE = Pattern.compile("^  io\\.vws\\.([a-z]+) .*  uses (.+)$", Pattern.MULTILINE);

	@Test
	void usesOfTheCoreAreThoseOfTheCode() throws IOException {
		Map<String, Set<String>> documented = CORE.matcher(page())
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), ArchitectureDocumentationTests::uses));
		Map<String, Set<String>> used = new TreeMap<>();
		for (JavaClass type : ProductionCode.read()) {
			String user = corePackage(type);
			if (!user.isEmpty()) {
				Set<String> uses = used.computeIfAbsent(user, (name) -> new TreeSet<>());
				type.getDirectDependenciesFromSelf().forEach((use) -> uses.add(corePackage(use.getTargetClass())));
				uses.removeAll(Set.of(user, ""));
			}
		}
		assertThat(documented).isEqualTo(used);
	}

	@Test
	void namesEveryPackageOfTheAdaptersAndEveryModule() throws IOException {
		Stream<String> packages = ProductionCode.read()
			.stream()
			.map(JavaClass::getPackageName)
			.filter((name) -> name.startsWith("io.vws.spring."));
		Stream<String> modules = Pattern.compile("<module>([a-z-]+)</module>")
			.matcher(CheckedInFile.at("../pom.xml").read())
			.results()
			.map((module) -> module.group(1));
		String page = page();
		assertThat(Stream.concat(packages, modules).distinct()).hasSizeGreaterThan(10)
			.allSatisfy((name) -> assertThat(page).containsPattern("(?m)^ *" + Pattern.quote(name) + " "));
	}

	private static String page() throws IOException {
		return CheckedInFile.at("../docs/architecture.md").read();
	}

	private static Set<String> uses(MatchResult row) {
		return row.group(2).equals("nothing of ours") ? Set.of() : Set.of(row.group(2).split(", "));
	}

	/** The last part of its name, empty for packages of others. */
	private static String corePackage(JavaClass type) {
		String name = type.getPackageName();
		return name.matches("io\\.vws\\.[a-z]+") ? name.substring("io.vws.".length()) : "";
	}

}
