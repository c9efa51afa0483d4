package io.vws.autoconfigure.observation;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Whether to observe, see {@link VwsObservationProperties.Mode}.
 */
final class OnObservations extends AnyNestedCondition {

	private static final String MODE = "vws.observations.mode";

	OnObservations() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	/** Whatever there is. */
	@ConditionalOnProperty(name = MODE, havingValue = "always")
	static final class Always {

	}

	/** If the application traces. */
	@ConditionalOnProperty(name = MODE, havingValue = "traced", matchIfMissing = true)
	@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
	static final class Traced {

	}

}
