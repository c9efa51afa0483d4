package io.vws.spring.event;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of the application's listeners.
 */
public enum EventObservationDocumentation implements ObservationDocumentation {

	/**
	 * A listener of the application handles an event of the bus.
	 */
	LISTEN {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultListenObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinality.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
		}

	};

	/**
	 * Key names whose values come from closed lists.
	 */
	public enum LowCardinality implements KeyName {

		/**
		 * Which listener: its id, or {@code application-events} for all
		 * {@code @EventListener} methods together.
		 */
		LISTENER {

			@Override
			public String asString() {
				return "listener";
			}

		}

	}

	/**
	 * Key names with values of any number, for traces only.
	 */
	public enum HighCardinality implements KeyName {

		/** Topic of the event. */
		TOPIC {

			@Override
			public String asString() {
				return "vws.topic";
			}

		}

	}

}
