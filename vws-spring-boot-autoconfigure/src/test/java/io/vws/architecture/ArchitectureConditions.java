package io.vws.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/**
 * Conditions that ArchUnit does not have.
 */
final class ArchitectureConditions {

	private ArchitectureConditions() {
	}

	static ArchCondition<JavaClass> beInANullMarkedPackage() {
		return new ArchCondition<>("be in a @NullMarked package") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage()
					.tryGetPackageInfo()
					.map((info) -> info.isAnnotatedWith(NullMarked.class))
					.orElse(false);
				events.add(new SimpleConditionEvent(type, marked,
						type.getPackageName() + (marked ? " is" : " is not") + " @NullMarked: " + type.getName()));
			}

		};
	}

	static ArchCondition<JavaClass> haveAtMostLines(int limit) {
		return new ArchCondition<>("have at most " + limit + " lines") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				int lines = countLines(type);
				events.add(new SimpleConditionEvent(type, lines <= limit, type.getName() + " has " + lines + " lines"));
			}

		};
	}

	/** A class file says from which source it comes, if not where: see our own tree. */
	private static int countLines(JavaClass type) {
		URI classFile = type.getSource().orElseThrow().getUri();
		String source = classFile.toString()
			.replace("/target/test-classes/", "/src/test/java/")
			.replace("/target/classes/", "/src/main/java/")
			.replace(".class", ".java");
		try {
			return Files.readAllLines(Path.of(URI.create(source))).size();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
