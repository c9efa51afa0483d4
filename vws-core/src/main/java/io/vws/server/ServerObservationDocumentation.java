package io.vws.server;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of a {@link VwsServer}.
 */
public enum ServerObservationDocumentation implements ObservationDocumentation {

	/**
	 * A request of a client is handled: the rules are asked, what it asks for is done,
	 * and the answer is put into the queue. What is not a message at all, and what needs
	 * no handling, is not observed.
	 */
	RECEIVE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultReceiveObservationConvention.class;
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
	 * An event is delivered to one connection: put into its queue, or not. Its socket may
	 * not have seen it when this ends, and an overflow policy may drop it later.
	 */
	DELIVER {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultDeliverObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return DeliverLowCardinality.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { HighCardinality.TOPIC, HighCardinality.CONNECTION };
		}

	};

	/**
	 * Key names of requests whose values come from closed lists.
	 */
	public enum LowCardinality implements KeyName {

		/**
		 * Kind of the request: {@code event}, {@code subscribe}, {@code unsubscribe},
		 * {@code unsubscribe-all} or {@code unknown}.
		 */
		KIND {

			@Override
			public String asString() {
				return "kind";
			}

		},

		/**
		 * What became of it: {@code done}, or the code of its refusal such as
		 * {@code forbidden}.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

	/**
	 * Key names of deliveries whose values come from closed lists.
	 */
	public enum DeliverLowCardinality implements KeyName {

		/**
		 * What became of the event: {@code queued}, {@code dropped}, {@code overflow},
		 * {@code filtered}, {@code unwanted}, {@code closed} or {@code failed}.
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

		/** Topic, or pattern; that of a request is cut if it is long. */
		TOPIC {

			@Override
			public String asString() {
				return "vws.topic";
			}

		},

		/** Id of the connection. */
		CONNECTION {

			@Override
			public String asString() {
				return "vws.connection";
			}

		},

		/**
		 * The {@code traceparent} of the client, where its trace is not continued.
		 */
		CLIENT_TRACE {

			@Override
			public String asString() {
				return "vws.client.traceparent";
			}

			@Override
			public boolean isRequired() {
				return false;
			}

		}

	}

}
