package io.vws.client;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of a {@link VwsClient} of a server.
 */
public enum ClientObservationDocumentation implements ObservationDocumentation {

	/**
	 * A client publishes and waits for the answer, from the call until the future is
	 * complete; or it only sends, until the message waits for the socket.
	 */
	REQUEST {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultClientRequestObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinality.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
		}

	},

	/**
	 * A handler of a client handles an event that a server sent.
	 */
	HANDLE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultClientHandleObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return EMPTY;
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
		 * What became of a request: {@code done}, the code of its refusal such as
		 * {@code forbidden}, {@code refused} for a code that is not known,
		 * {@code timeout}, {@code unknown} or {@code failed}; {@code sent} if there is no
		 * answer.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
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
