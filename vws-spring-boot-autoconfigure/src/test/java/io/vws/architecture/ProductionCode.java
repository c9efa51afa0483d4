package io.vws.architecture;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.vws.autoconfigure.bus.VwsBusAutoConfiguration;
import io.vws.topic.Topic;

/**
 * The classes of the core and of the auto-configuration, without tests.
 */
final class ProductionCode {

	private ProductionCode() {
	}

	static JavaClasses read() {
		return new ClassFileImporter().importUrls(List.of(Topic.class, VwsBusAutoConfiguration.class)
			.stream()
			.map((type) -> type.getProtectionDomain().getCodeSource().getLocation())
			.toList());
	}

}
