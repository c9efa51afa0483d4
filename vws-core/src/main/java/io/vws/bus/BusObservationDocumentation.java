package io.vws.bus;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of an {@link EventBus}.
 */
public enum BusObservationDocumentation implements ObservationDocumentation {

	/**
	 * An event is published: offered to all that are subscribed to its topic. Their
	 * queues have taken it when this ends, their sockets and listeners may not have seen
	 * it.
	 */
	PUBLISH {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultPublishObservationConvention.class;
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

		/** Who publishes: {@code client} or {@code application}. */
		SOURCE {

			@Override
			public String asString() {
				return "source";
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
