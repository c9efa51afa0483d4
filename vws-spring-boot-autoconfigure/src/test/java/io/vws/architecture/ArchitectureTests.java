package io.vws.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code keeps each {@link ArchitectureRule}, and each rule is seen to reject a bad
 * example.
 */
class ArchitectureTests {

	private static final JavaClasses production = ProductionCode.read();

	@ParameterizedTest
	@EnumSource
	void codeKeepsTheRule(ArchitectureRule rule) {
		rule.in(ArchitectureRule.ROOT).check(production);
	}

	@ParameterizedTest
	@EnumSource
	void ruleRejectsItsFixture(ArchitectureRule rule) {
		JavaClasses fixture = new ClassFileImporter().importPackages(rule.fixture());
		assertThat(fixture).isNotEmpty();
		EvaluationResult result = rule.in(rule.fixture()).evaluate(fixture);
		assertThat(result.hasViolation()).isTrue();
		assertThat(result.getFailureReport().getDetails()).allSatisfy((line) -> assertThat(line).contains("Bad"));
	}

	@Test
	void allModulesAreRead() {
		assertThat(production.stream().map((type) -> type.getPackageName()).distinct()).contains("io.vws.topic",
				"io.vws.wire", "io.vws.bus", "io.vws.transform", "io.vws.server", "io.vws.spring.server",
				"io.vws.autoconfigure.server");
	}

}
