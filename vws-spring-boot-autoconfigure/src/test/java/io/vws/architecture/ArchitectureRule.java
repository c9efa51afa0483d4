package io.vws.architecture;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.vws.architecture.ArchitectureConditions.beInANullMarkedPackage;
import static io.vws.architecture.ArchitectureConditions.haveAtMostLines;

/**
 * A rule of the house. Each holds for the packages below a root, {@code io.vws} or that
 * of its {@link #fixture bad example}, which it must reject.
 */
enum ArchitectureRule {

	/** Topics know nothing of ours. */
	TOPIC_USES_NOTHING((root) -> usesOnly(root, "topic")),

	/** Messages know nothing of ours. */
	WIRE_USES_NOTHING((root) -> usesOnly(root, "wire")),

	/** The bus knows topics and how to log what strangers do. */
	BUS_USES_TOPIC((root) -> usesOnly(root, "bus", "topic", "log")),

	/** A queue before a listener knows nothing of what it hands over. */
	DELIVERY_USES_NOTHING((root) -> usesOnly(root, "delivery")),

	/** Transforms know events and topics. */
	TRANSFORM_USES_BUS_TOPIC((root) -> usesOnly(root, "transform", "bus", "topic")),

	/**
	 * The server knows the bus, messages, topics, transforms, queues and how to log what
	 * strangers do.
	 */
	SERVER_USES_BUS_WIRE_TOPIC(
			(root) -> usesOnly(root, "server", "bus", "wire", "topic", "transform", "delivery", "log")),

	/** The client knows messages, topics, queues and how to log what strangers do. */
	CLIENT_USES_WIRE_TOPIC((root) -> usesOnly(root, "client", "wire", "topic", "delivery", "log")),

	/** The core is plain Java. */
	CORE_USES_NO_SPRING((root) -> noClasses()
		.that(resideInAnyPackage(
				below(root, "topic", "wire", "bus", "transform", "server", "client", "delivery", "log")))
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..")),

	/** Adapters do not know how they are configured. */
	ADAPTERS_DO_NOT_USE_AUTO_CONFIGURATION((root) -> noClasses().that()
		.resideInAPackage(root + ".spring..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(root + ".autoconfigure..")),

	/** No two packages need each other, also by way of others. */
	PACKAGES_HAVE_NO_CYCLES((root) -> slices().matching(root + ".(**)").should().beFreeOfCycles()),

	/** Null is checked everywhere. */
	PACKAGES_ARE_NULL_MARKED((root) -> classes().should(beInANullMarkedPackage())),

	/** Nobody inherits from an auto-configuration. */
	AUTO_CONFIGURATIONS_ARE_PUBLIC_FINAL((root) -> classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration")),

	/** Bean methods are for the container only. */
	BEAN_METHODS_ARE_NOT_PUBLIC(
			(root) -> methods().that().areAnnotatedWith(Bean.class).should().notBePublic().andShould().notBePrivate()),

	/** An auto-configuration only wires, and for one technology. */
	AUTO_CONFIGURATIONS_ARE_SMALL((root) -> classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should(haveAtMostLines(root.equals(ArchitectureRule.ROOT) ? 120 : 10))),

	/** Properties do not change after the start. */
	PROPERTIES_ARE_RECORDS(
			(root) -> classes().that().areAnnotatedWith(ConfigurationProperties.class).should().beRecords()),

	/** Output goes to the log: neither {@code System.out} nor {@code printStackTrace}. */
	NO_STANDARD_STREAMS((root) -> GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS),

	/** Nobody waits for time to pass. */
	NO_SLEEP((root) -> mustNotCall(Thread.class, "sleep")),

	/** The wall clock jumps: elapsed time is {@code nanoTime}. */
	NO_WALL_CLOCK((root) -> mustNotCall(System.class, "currentTimeMillis")),

	/**
	 * Delivery runs on threads of no user: who it is for is an argument. Only the upgrade
	 * runs on a thread of Spring Security's filters.
	 */
	NO_SECURITY_CONTEXT_OF_THE_THREAD((root) -> noClasses().that()
		.doNotHaveFullyQualifiedName(root + ".spring.security.SecurityHandshakeInterceptor")
		.should()
		.dependOnClassesThat()
		.haveSimpleName("SecurityContextHolder"));

	static final String ROOT = "io.vws";

	private final Function<String, ArchRule> rule;

	ArchitectureRule(Function<String, ArchRule> rule) {
		this.rule = rule;
	}

	/**
	 * The rule for the packages below a root.
	 */
	ArchRule in(String root) {
		return this.rule.apply(root);
	}

	/**
	 * Root package of the bad example.
	 */
	String fixture() {
		return "io.vws.architecture.fixture." + name().toLowerCase(Locale.ROOT).replace("_", "");
	}

	private static ArchRule usesOnly(String root, String user, String... used) {
		String[] allowed = below(root, Stream.concat(Stream.of(user), Arrays.stream(used)).toArray(String[]::new));
		return classes().that()
			.resideInAPackage(root + "." + user + "..")
			.should()
			.onlyDependOnClassesThat(not(resideInAPackage(root + "..")).or(resideInAnyPackage(allowed)));
	}

	private static String[] below(String root, String... names) {
		return Arrays.stream(names).map((name) -> root + "." + name + "..").toArray(String[]::new);
	}

	private static ArchRule mustNotCall(Class<?> owner, String method) {
		return noClasses().should()
			.callMethodWhere(describe(owner.getSimpleName() + "." + method,
					(call) -> call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(method)));
	}

}
