package io.vws.client;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.vws.client.Scheduler.Timer;
import io.vws.log.LogText;
import io.vws.log.LogThrottle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the client is connected, and what is done about it: one {@link Session} after
 * the other. All methods may be called with or without the turn, which guards the state.
 */
final class Connection {

	/** Ends that all clients of a server see at the same moment. */
	private static final Set<Integer> SHARED_ENDS = Set.of(1001, 1005, 1006, 1012, 1013);

	private static final int ABNORMAL = 1006;

	private static final Logger logger = LoggerFactory.getLogger(VwsClient.class);

	private final LogThrottle failures = new LogThrottle(logger);

	private final ClientContext context;

	private final ConnectionSettings settings;

	private final ClientTransport transport;

	private final FreshHeaders headers;

	private final Requests requests;

	private final Subscriptions subscriptions;

	private final Inbox inbox;

	private volatile ClientStatus status;

	/** Ends with the attempts that are under way. */
	private CompletableFuture<Void> opening = new CompletableFuture<>();

	private @Nullable Session session;

	private @Nullable Timer timer;

	/** Since the client was connected last. */
	private int attempts;

	/** Delays since it was connected for long enough. */
	private int delays;

	private long openedAt;

	Connection(ClientContext context, ConnectionSettings settings, ClientTransport transport, FreshHeaders headers,
			Requests requests, Subscriptions subscriptions) {
		this.context = context;
		this.settings = settings;
		this.transport = transport;
		this.headers = headers;
		this.requests = requests;
		this.subscriptions = subscriptions;
		this.inbox = new Inbox(requests, subscriptions, settings.server());
		this.status = new ClientStatus(ClientState.IDLE, context.scheduler().now(), 0);
	}

	ClientStatus status() {
		return this.status;
	}

	CompletableFuture<Void> connect() {
		return this.context.turns().call(() -> {
			if (isIn(ClientState.IDLE) || isIn(ClientState.CLOSED)) {
				this.opening = new CompletableFuture<>();
				this.attempts = 0;
				this.delays = 0;
				this.requests.start();
				this.subscriptions.start();
				attempt();
			}
			return this.opening.copy();
		});
	}

	private boolean isIn(ClientState state) {
		return this.status.state() == state;
	}

	private void attempt() {
		Session session = new Session(this.context, this, this.inbox, this.settings.maxMessageBytes());
		this.session = session;
		this.attempts++;
		this.timer = this.context.scheduler()
			.schedule(this.settings.connectTimeout(), () -> failed(session, 0, "No connection in time"));
		setState(ClientState.CONNECTING);
		this.context.turns()
			.afterwards(
					() -> this.headers.ask().whenComplete((headers, failure) -> connect(session, headers, failure)));
	}

	/** Called on a thread of the executor; the upgrade goes on elsewhere. */
	private void connect(Session session, @Nullable Map<String, String> headers, @Nullable Throwable failure) {
		if (session.isOver()) {
			return;
		}
		try {
			if (failure != null || headers == null) {
				throw new IllegalArgumentException("No headers", failure);
			}
			this.transport.connect(headers, session);
		}
		catch (RuntimeException ex) {
			this.failures.failed((failure != null) ? failure : ex, "No headers for a connection to {}",
					this.settings.server());
			failed(session, 0, "No headers");
		}
	}

	void opened(Session session, ClientLink link) {
		this.context.turns().run(() -> {
			if (session != this.session) {
				this.context.turns().afterwards(link::abort);
				return;
			}
			stopTimer();
			this.attempts = 0;
			this.openedAt = this.context.scheduler().nanoTime();
			setState(ClientState.OPEN);
			this.requests.opened(session.start(link, this.settings, this.requests));
			this.subscriptions.opened(this.requests::flush);
			this.context.complete(this.opening, null);
			log("Connected to {}", this.settings.server());
		});
	}

	/** An attempt led to nothing. */
	void failed(Session session, int status, String reason) {
		this.context.turns().run(() -> {
			if (session != this.session || isIn(ClientState.OPEN)) {
				return;
			}
			stopTimer();
			session.stop();
			this.session = null;
			if (meansIt(status)) {
				giveUp(new ConnectionRefusedException(status, "The server refused the connection: " + reason), ABNORMAL,
						reason);
			}
			else {
				retry(ABNORMAL, reason, this.settings.reconnect().delay(this.delays, false, random()));
			}
		});
	}

	/**
	 * No credentials, not these, or only elsewhere: another attempt would end the same
	 * way.
	 */
	private static boolean meansIt(int status) {
		return status == 401 || status == 403 || (status >= 300 && status < 400);
	}

	private static boolean isTerminal(int code) {
		return code >= 4500 && code <= 4999;
	}

	/** The connection has ended. */
	void lost(Session session, int code, String reason) {
		this.context.turns().run(() -> {
			if (session == this.session) {
				end(session);
				afterEnd(code, reason);
			}
		});
	}

	/** The connection is to be ended because of a fault. */
	void cut(Session session, int code, String reason) {
		this.context.turns().run(() -> {
			if (session == this.session) {
				end(session);
				session.close(code, reason);
				afterEnd(code, reason);
			}
		});
	}

	private void end(Session session) {
		this.subscriptions.lost(session.lastSign());
		this.requests.lost();
		session.stop();
		this.session = null;
	}

	private void afterEnd(int code, String reason) {
		this.opening = new CompletableFuture<>();
		if (this.settings.reconnect().isStable(this.context.scheduler().nanoTime() - this.openedAt)) {
			this.delays = 0;
		}
		if (isTerminal(code)) {
			String message = "The server ended the connection for good: " + code + " " + reason;
			giveUp(new ConnectionRefusedException(code, message), code, reason);
		}
		else {
			retry(code, reason, this.settings.reconnect().delay(this.delays, SHARED_ENDS.contains(code), random()));
		}
	}

	private double random() {
		return this.context.random().getAsDouble();
	}

	private void retry(int code, String reason, Duration delay) {
		if (!this.settings.reconnect().allows(this.attempts)) {
			giveUp(new ConnectionRefusedException(0, "There is no connection, and no further attempt is made"), code,
					reason);
			return;
		}
		this.delays++;
		Timer[] self = new Timer[1];
		this.timer = this.context.scheduler().schedule(delay, () -> this.context.turns().run(() -> {
			if (isIn(ClientState.WAITING) && this.timer == self[0]) {
				attempt();
			}
		}));
		self[0] = this.timer;
		setState(ClientState.WAITING);
		this.context.notices().closed(new ConnectionEnd(code, reason, true));
		log("No connection to {} ({} {}), next attempt in {} ms", this.settings.server(), code,
				LogText.printable(reason), delay.toMillis());
	}

	/** There is no way back that does not begin with {@link #connect}. */
	private void giveUp(ConnectionRefusedException failure, int code, String reason) {
		close(failure, code, reason);
		this.context.notices().failed(failure, null);
		this.context.turns()
			.afterwards(() -> logger.error("The client of {} has stopped: {}", this.settings.server(),
					LogText.printable(failure.getMessage())));
	}

	void close() {
		this.context.turns().run(() -> {
			if (isIn(ClientState.CLOSED)) {
				return;
			}
			Session session = this.session;
			if (session != null) {
				if (isIn(ClientState.OPEN)) {
					this.subscriptions.lost(session.lastSign());
				}
				session.stop();
				session.finish();
				this.session = null;
			}
			this.subscriptions.forgetEvents();
			close(new ClientClosedException("The client is closed"), 1000, "");
		});
	}

	private void close(VwsClientException failure, int code, String reason) {
		stopTimer();
		this.subscriptions.close(failure);
		this.requests.close(failure);
		this.context.complete(this.opening, failure);
		setState(ClientState.CLOSED);
		this.context.notices().closed(new ConnectionEnd(code, reason, false));
		this.context.turns().afterwards(this.transport::release);
	}

	private void stopTimer() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

	private void setState(ClientState state) {
		ClientStatus previous = this.status;
		this.status = new ClientStatus(state, this.context.scheduler().now(), this.attempts);
		this.context.notices().stateChanged(this.status, previous.state());
	}

	private void log(String message, Object... arguments) {
		this.context.turns().afterwards(() -> logger.info(message, arguments));
	}

}
