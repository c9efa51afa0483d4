package io.vws.bench.load;

import java.util.List;

/**
 * Where the publishes of a stretch go.
 */
interface Traffic {

	/** Forget what was published. */
	void restart();

	/** Choose where the next publish goes. */
	Protocol.Destination next();

	/** The number of the publish that was chosen last, for those who receive it. */
	int sequence();

	/** Publishes so far that a subscriber should have received. */
	int expected(Client subscriber);

	/** A destination that reaches the subscriber. */
	Protocol.Destination destination(Client subscriber);

	/** Whether each publish reaches all subscribers, and not one of them. */
	boolean isBroadcast();

	/** The subscribers. */
	List<Client> receivers();

	/**
	 * One topic, which all subscribe to.
	 */
	final class Broadcast implements Traffic {

		private final List<Client> receivers;

		private final Protocol.Destination destination;

		private int published;

		Broadcast(String topic, List<Client> receivers) {
			this.receivers = receivers;
			this.destination = new Protocol.Destination(Ascii.bytes(topic), -1);
		}

		@Override
		public void restart() {
			this.published = 0;
		}

		@Override
		public Protocol.Destination next() {
			this.published++;
			return this.destination;
		}

		@Override
		public int sequence() {
			return this.published - 1;
		}

		@Override
		public int expected(Client subscriber) {
			return this.published;
		}

		@Override
		public Protocol.Destination destination(Client subscriber) {
			return this.destination;
		}

		@Override
		public boolean isBroadcast() {
			return true;
		}

		@Override
		public List<Client> receivers() {
			return this.receivers;
		}

	}

}
