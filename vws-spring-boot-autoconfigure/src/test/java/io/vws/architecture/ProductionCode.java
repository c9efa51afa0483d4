package io.vws.architecture;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.spring.test.VwsTestClient;
import io.vws.topic.Topic;

/**
 * The classes of the core, of the auto-configuration and of what users' tests need;
 * without our tests.
 */
final class ProductionCode {

	private ProductionCode() {
	}

	static JavaClasses read() {
		return new ClassFileImporter()
			.importUrls(List.of(Topic.class, VwsBusAutoConfiguration.class, VwsTestClient.class)
				.stream()
				.map((type) -> type.getProtectionDomain().getCodeSource().getLocation())
				.toList());
	}

}
