package io.vws.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import io.vws.topic.Topic;
import io.vws.topic.TopicPattern;
import io.vws.topic.TopicTree;
import io.vws.wire.MessageId;
import io.vws.wire.NackCode;
import io.vws.wire.VwsMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the application wants to hear: handlers by pattern, made known to the server on
 * each connection. Guarded by the turn, except for {@link #deliver}, which finds the
 * handlers of an event without a lock.
 */
final class Subscriptions {

	/** Refusals that are no verdict on a subscription: it may be taken a moment later. */
	private static final Set<String> PASSING = Set.of(NackCode.BUSY.code(), NackCode.RATE_LIMITED.code(),
			NackCode.SHUTTING_DOWN.code(), NackCode.INTERNAL.code());

	private final LogThrottle failures = new LogThrottle(LoggerFactory.getLogger(EventHandler.class));

	private final LogThrottle refusals = new LogThrottle(LoggerFactory.getLogger(VwsClient.class));

	private final ClientContext context;

	private final Requests requests;

	private final HandlerLimits limits;

	private final ReconnectPolicy backoff;

	private final JsonMapper mapper;

	private final Map<String, WireSubscription> live = new LinkedHashMap<>();

	private final TopicTree<HandlerSubscription> tree = new TopicTree<>();

	/** Counts connections and their ends: an answer of an earlier one says nothing. */
	private int epoch;

	private boolean open;

	/** Why no subscription is taken. */
	private @Nullable VwsClientException closed;

	/** Since when events may be missing of which nobody was told. */
	private @Nullable Instant gapSince;

	Subscriptions(ClientContext context, Requests requests, HandlerLimits limits, ReconnectPolicy backoff,
			JsonMapper mapper) {
		this.context = context;
		this.requests = requests;
		this.limits = limits;
		this.backoff = backoff;
		this.mapper = mapper;
	}

	/** Subscribe a handler. Called without the turn. */
	ClientSubscription subscribe(TopicPattern pattern, EventHandler handler) {
		HandlerSubscription subscription = new HandlerSubscription(this.context, this, pattern, handler, this.limits);
		this.context.turns().run(() -> {
			if (this.closed != null) {
				subscription.end(this.closed);
				return;
			}
			this.tree.add(pattern, subscription);
			WireSubscription shared = this.live.get(pattern.text());
			if (shared != null) {
				shared.add(subscription);
				return;
			}
			WireSubscription first = new WireSubscription(pattern);
			first.add(subscription);
			this.live.put(pattern.text(), first);
			if (this.open) {
				establish(first, 0, () -> {
				});
			}
		});
		return subscription;
	}

	/** End a handler's subscription. Called without the turn. */
	CompletableFuture<Void> cancel(HandlerSubscription subscription) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.context.turns().run(() -> {
			WireSubscription shared = this.live.get(subscription.pattern());
			if (shared == null || !shared.handlers().remove(subscription)) {
				this.context.complete(done, null);
				return;
			}
			this.tree.remove(subscription.topicPattern(), subscription);
			subscription.cancelled(new SubscriptionCancelledException("The subscription was cancelled"));
			if (shared.handlers().isEmpty()) {
				forget(shared, (handler) -> {
				});
				withdraw(shared, (failure) -> this.context.complete(done, failure));
			}
			else {
				this.context.complete(done, null);
			}
		});
		return done;
	}

	/** End all subscriptions. Called without the turn. */
	CompletableFuture<Void> unsubscribeAll() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.context.turns().run(() -> {
			SubscriptionCancelledException reason = new SubscriptionCancelledException("Unsubscribed from everything");
			List.copyOf(this.live.values())
				.forEach((subscription) -> forget(subscription, (handler) -> handler.cancelled(reason)));
			withdraw(VwsMessage.UnsubscribeAll::new, (failure) -> this.context.complete(done, failure));
		});
		return done;
	}

	private void withdraw(WireSubscription subscription, Consumer<@Nullable VwsClientException> done) {
		withdraw((id) -> new VwsMessage.Unsubscribe(id, subscription.pattern()), done);
	}

	/** Tell the server, unless the end of the connection has the same effect. */
	private void withdraw(Function<MessageId, VwsMessage> message, Consumer<@Nullable VwsClientException> done) {
		if (!this.open) {
			done.accept(null);
			return;
		}
		int connection = this.epoch;
		this.requests.control(message, (failure) -> done.accept((connection == this.epoch) ? failure : null));
	}

	/**
	 * Give an event to the handlers whose pattern matches. Called by the reading thread,
	 * without the turn.
	 * @param overflow told the pattern of a handler that loses the event, which its
	 * policy does not allow
	 */
	void deliver(Topic topic, VwsMessage.Event event, Consumer<String> overflow) {
		String json = (event.data() != null) ? event.data() : "null";
		this.tree.match(topic).forEach((handler) -> {
			ReceivedEvent received = new ReceivedEvent(topic, handler.topicPattern(), json, event.headers(),
					this.mapper);
			if (!handler.offer(received)) {
				overflow.accept(handler.pattern());
			}
		});
	}

	/** A handler has thrown. Called without the turn. */
	void handlerFailed(Throwable failure, String pattern) {
		this.failures.failed(failure, "A handler of '{}' failed", LogText.printable(pattern));
		this.context.notices().failed(failure, pattern);
	}

	/** Take subscriptions again, after the client was closed. */
	void start() {
		this.closed = null;
	}

	/**
	 * There is a connection: make all subscriptions on it.
	 * @param answered called once the server has answered them all
	 */
	void opened(Runnable answered) {
		this.open = true;
		this.epoch++;
		int[] missing = { this.live.size() + 1 };
		Runnable oneAnswered = () -> {
			if (--missing[0] == 0) {
				answered.run();
				tellGap();
			}
		};
		this.live.values().forEach((subscription) -> establish(subscription, 0, oneAnswered));
		oneAnswered.run();
	}

	private void tellGap() {
		Instant since = this.gapSince;
		if (since == null) {
			return;
		}
		this.gapSince = null;
		List<String> patterns = new ArrayList<>();
		for (WireSubscription subscription : this.live.values()) {
			Instant own = subscription.isActive() ? subscription.takeGap() : null;
			if (own != null) {
				patterns.add(subscription.pattern());
				since = own.isBefore(since) ? own : since; // it was not there on the last
															// connection
			}
		}
		this.context.notices().gap(new Gap(since, this.context.scheduler().now(), patterns));
	}

	/**
	 * Subscribe at the server.
	 * @param tries how often that was tried on this connection
	 * @param answered called when the server has answered, however it did
	 */
	private void establish(WireSubscription subscription, int tries, Runnable answered) {
		int connection = this.epoch;
		this.requests.control((id) -> new VwsMessage.Subscribe(id, subscription.pattern()), (failure) -> {
			if (connection != this.epoch) {
				return;
			}
			if (isLive(subscription)) {
				answered(subscription, tries, failure);
			}
			answered.run();
		});
	}

	private boolean isLive(WireSubscription subscription) {
		return this.live.get(subscription.pattern()) == subscription;
	}

	private void answered(WireSubscription subscription, int tries, @Nullable VwsClientException failure) {
		if (failure == null) {
			subscription.confirmed();
			if (tries > 0) {
				tellLateGap(subscription);
			}
		}
		else if (isPassing(failure)) {
			int connection = this.epoch;
			Duration delay = this.backoff.delay(tries, false, this.context.random().getAsDouble());
			this.refusals.warn("'{}' is not subscribed to yet ({}), next attempt in {} ms",
					LogText.printable(subscription.pattern()),
					(failure instanceof RequestRefusedException refusal) ? refusal.code() : "no answer",
					delay.toMillis());
			subscription.retry(this.context.scheduler().schedule(delay, () -> this.context.turns().run(() -> {
				if (connection == this.epoch && isLive(subscription)) {
					establish(subscription, tries + 1, () -> {
					});
				}
			})));
		}
		else {
			forget(subscription, (handler) -> handler.end(failure));
			if (tries > 0) { // an earlier try may have been granted unheard
				withdraw(subscription, (outcome) -> {
				});
			}
			this.context.notices().failed(failure, subscription.pattern());
		}
	}

	private void tellLateGap(WireSubscription subscription) {
		Instant since = subscription.takeGap();
		if (since != null) {
			this.context.notices().gap(new Gap(since, this.context.scheduler().now(), List.of(subscription.pattern())));
		}
	}

	private static boolean isPassing(VwsClientException failure) {
		return failure instanceof RequestTimeoutException
				|| (failure instanceof RequestRefusedException refusal && PASSING.contains(refusal.code()));
	}

	/** The connection has ended. */
	void lost(Instant lastSign) {
		this.open = false;
		this.epoch++;
		this.gapSince = (this.gapSince != null) ? this.gapSince : lastSign;
		this.live.values().forEach((subscription) -> subscription.lost(lastSign));
	}

	/** Take no further subscriptions, and end those that the server never confirmed. */
	void close(VwsClientException reason) {
		this.closed = reason;
		for (WireSubscription subscription : List.copyOf(this.live.values())) {
			List<HandlerSubscription> waiting = subscription.removeUndecided();
			waiting.forEach((handler) -> {
				this.tree.remove(handler.topicPattern(), handler);
				handler.end(reason);
			});
			if (subscription.handlers().isEmpty()) {
				forget(subscription, (handler) -> {
				});
			}
		}
	}

	/** Forget the events that wait for handlers. */
	void forgetEvents() {
		this.live.values()
			.forEach((subscription) -> subscription.handlers().forEach(HandlerSubscription::forgetEvents));
	}

	private void forget(WireSubscription subscription, Consumer<HandlerSubscription> end) {
		this.live.remove(subscription.pattern());
		subscription.handlers().forEach((handler) -> this.tree.remove(handler.topicPattern(), handler));
		subscription.end(end);
	}

}
