package io.vws.client;

import java.util.function.Consumer;

import io.vws.log.LogThrottle;
import io.vws.topic.InvalidTopicException;
import io.vws.topic.Topic;
import io.vws.wire.MalformedMessageException;
import io.vws.wire.VwsCodec;
import io.vws.wire.VwsMessage;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages of the server, on the reading thread: answers go to the requests,
 * events to the subscriptions. What is unknown is ignored, since a later version of the
 * protocol may send it; what cannot be read is ignored too, and logged.
 */
final class Inbox {

	private final LogThrottle garbage = new LogThrottle(LoggerFactory.getLogger(VwsClient.class));

	private final VwsCodec codec = VwsCodec.keepingAllHeaders();

	private final Requests requests;

	private final Subscriptions subscriptions;

	private final String server;

	Inbox(Requests requests, Subscriptions subscriptions, String server) {
		this.requests = requests;
		this.subscriptions = subscriptions;
		this.server = server;
	}

	/**
	 * Take a message.
	 * @param overflow told the pattern of a handler that loses the event, which its
	 * policy does not allow
	 */
	void received(String text, Consumer<String> overflow) {
		if (text.isEmpty()) {
			return;
		}
		try {
			VwsMessage message = this.codec.decode(text);
			if (message instanceof VwsMessage.Event event) {
				deliver(event, overflow);
			}
			else if (message instanceof VwsMessage.Ack ack) {
				this.requests.answered(ack.id(), null);
			}
			else if (message instanceof VwsMessage.Nack nack) {
				this.requests.answered(nack.id(), nack);
			}
		}
		catch (MalformedMessageException ex) {
			unreadable();
		}
	}

	private void deliver(VwsMessage.Event event, Consumer<String> overflow) {
		if (event.topic() == null) {
			unreadable();
			return;
		}
		Topic topic;
		try {
			topic = Topic.parse(event.topic());
		}
		catch (InvalidTopicException ex) {
			unreadable();
			return;
		}
		this.subscriptions.deliver(topic, event, overflow);
	}

	/** A message makes no sense. */
	void unreadable() {
		this.garbage.warn("Ignored a message of {} that is not a VWS message", this.server);
	}

}
