package io.vws.bench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Topics of which each reaches one subscriber, by one of its patterns; taken at random,
 * in the same order in every run.
 */
final class OwnTopics implements Traffic {

	private final List<Client> receivers;

	private final List<Protocol.Destination> destinations = new ArrayList<>();

	private final int topics;

	private final int[] published;

	private final Random random = new Random(1);

	private int last;

	/**
	 * Create topics and their subscribers.
	 * @param prefix first levels of all topics
	 * @param clients number of subscribers
	 * @param patterns patterns of each, and topics too
	 */
	OwnTopics(String prefix, int clients, int patterns) {
		this.receivers = new ArrayList<>();
		this.topics = patterns;
		this.published = new int[clients];
		for (int i = 0; i < clients; i++) {
			String site = prefix + "/site/" + i + "/sensor/";
			List<String> own = new ArrayList<>();
			for (int j = 0; j < patterns; j++) {
				own.add(site + ((j == 0) ? "+/temp" : "+/kind" + j));
				this.destinations.add(new Protocol.Destination(Ascii.bytes(site + j + "/temp"), i));
			}
			this.receivers.add(new Client(i, own));
		}
	}

	@Override
	public void restart() {
		Arrays.fill(this.published, 0);
	}

	@Override
	public Protocol.Destination next() {
		Protocol.Destination next = this.destinations.get(this.random.nextInt(this.destinations.size()));
		this.last = next.client();
		this.published[this.last]++;
		return next;
	}

	@Override
	public int sequence() {
		return this.published[this.last] - 1;
	}

	@Override
	public int expected(Client subscriber) {
		return this.published[subscriber.number];
	}

	@Override
	public Protocol.Destination destination(Client subscriber) {
		return this.destinations.get(subscriber.number * this.topics);
	}

	@Override
	public boolean isBroadcast() {
		return false;
	}

	@Override
	public List<Client> receivers() {
		return this.receivers;
	}

}
