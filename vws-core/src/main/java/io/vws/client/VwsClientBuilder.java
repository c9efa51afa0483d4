package io.vws.client;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import javax.net.ssl.SSLContext;

import io.vws.delivery.OverflowPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a {@link VwsClient} of a server. What is not set has a default. A setter throws
 * {@link IllegalArgumentException} for a value that makes no sense. Not thread-safe.
 */
public final class VwsClientBuilder {

	private static final Duration LONGEST = Duration.ofDays(365);

	private final ServerUrl url;

	private final List<VwsClientListener> listeners = new ArrayList<>();

	private ConnectHeaders headers = Map::of;

	private Duration connectTimeout = Duration.ofSeconds(10);

	private Duration requestTimeout = Duration.ofSeconds(10);

	private int queueCapacity = 100;

	private int queueBytes = 4 * 1024 * 1024;

	private int handlerCapacity = 1024;

	private OverflowPolicy onOverflow = OverflowPolicy.DISCONNECT;

	private ReconnectPolicy reconnect = ReconnectPolicy.defaults();

	private Duration pingInterval = Duration.ofSeconds(30);

	private Duration pongTimeout = Duration.ofSeconds(10);

	private int maxMessageBytes = 1024 * 1024;

	private JsonMapper mapper = JsonMapper.shared();

	private ClientObservation observation = ClientObservation.none();

	private @Nullable HttpClient httpClient;

	private @Nullable SSLContext sslContext;

	private @Nullable ProxySelector proxy;

	private @Nullable Executor executor;

	VwsClientBuilder(String url) {
		this.url = ServerUrl.parse(url);
	}

	/**
	 * Headers of the upgrade, asked for at each attempt to connect. Default none.
	 */
	public VwsClientBuilder headers(ConnectHeaders headers) {
		this.headers = headers;
		return this;
	}

	/**
	 * Limit of one attempt to connect, from asking for the headers to the end of the
	 * upgrade. Default 10 s.
	 */
	public VwsClientBuilder connectTimeout(Duration timeout) {
		this.connectTimeout = positive(timeout);
		return this;
	}

	/**
	 * How long a request waits for its answer, the time in which it waits for the
	 * connection included. Default 10 s.
	 */
	public VwsClientBuilder requestTimeout(Duration timeout) {
		this.requestTimeout = positive(timeout);
		return this;
	}

	/**
	 * How many messages may wait while there is no connection. Default 100.
	 */
	public VwsClientBuilder queueCapacity(int messages) {
		check(messages >= 0, "The capacity of the queue must not be negative");
		this.queueCapacity = messages;
		return this;
	}

	/**
	 * How many bytes of messages may wait for the connection, or for its socket to take
	 * them. A single message may be larger. Default 4 MiB.
	 */
	public VwsClientBuilder queueBytes(int bytes) {
		check(bytes > 0, "The size of the queue must be positive");
		this.queueBytes = bytes;
		return this;
	}

	/**
	 * How many events may wait for the handler of a subscription. Default 1024.
	 */
	public VwsClientBuilder handlerCapacity(int events) {
		check(events > 0, "The capacity of a handler's queue must be positive");
		this.handlerCapacity = events;
		return this;
	}

	/**
	 * What happens to an event when too many wait for a handler. Default
	 * {@link OverflowPolicy#DISCONNECT}: the connection is ended and made again, and
	 * {@link VwsClientListener#gap} tells that events are missing.
	 */
	public VwsClientBuilder onOverflow(OverflowPolicy policy) {
		this.onOverflow = policy;
		return this;
	}

	/**
	 * When to try to connect again. Default {@link ReconnectPolicy#defaults()}.
	 */
	public VwsClientBuilder reconnect(ReconnectPolicy policy) {
		this.reconnect = policy;
		return this;
	}

	/**
	 * Time between two pings to the server; zero for none. One that falls silent after a
	 * message is asked a second later, too. Default 30 s.
	 */
	public VwsClientBuilder pingInterval(Duration interval) {
		check(!interval.isNegative() && interval.compareTo(LONGEST) < 0,
				"The interval of pings must not be negative, and shorter than a year");
		this.pingInterval = interval;
		return this;
	}

	/**
	 * How long after a ping the server may be silent before the connection is ended with
	 * code 4012. Default 10 s.
	 */
	public VwsClientBuilder pongTimeout(Duration timeout) {
		this.pongTimeout = positive(timeout);
		return this;
	}

	/**
	 * Largest message that is read, in UTF-8 bytes, after reassembly. A larger one ends
	 * the connection, as code 1009, which is then made again. Default 1 MiB.
	 */
	public VwsClientBuilder maxMessageBytes(int bytes) {
		check(bytes > 0, "The largest message must be positive");
		this.maxMessageBytes = bytes;
		return this;
	}

	/**
	 * Converts payloads. Default {@link JsonMapper#shared()}.
	 */
	public VwsClientBuilder mapper(JsonMapper mapper) {
		this.mapper = mapper;
		return this;
	}

	/**
	 * Makes the connections: for a proxy that asks for a password, or to let many clients
	 * share threads. Stays open when the client is closed. Default one of the client's
	 * own.
	 * @throws IllegalArgumentException if it follows redirects, which would take the
	 * credentials to another host
	 */
	public VwsClientBuilder httpClient(HttpClient httpClient) {
		check(httpClient.followRedirects() == HttpClient.Redirect.NEVER, "The HttpClient must not follow redirects");
		this.httpClient = httpClient;
		return this;
	}

	/**
	 * Trust and keys for {@code wss}. Default that of the JVM.
	 */
	public VwsClientBuilder sslContext(SSLContext sslContext) {
		this.sslContext = sslContext;
		return this;
	}

	/**
	 * Which proxy to use. Default that of the JVM, see
	 * {@link ProxySelector#getDefault()}.
	 */
	public VwsClientBuilder proxy(ProxySelector proxy) {
		this.proxy = proxy;
		return this;
	}

	/**
	 * Runs handlers, listeners and {@link ConnectHeaders}, and completes futures; never
	 * on the thread that calls it. Stays open when the client is closed. Default virtual
	 * threads, before JDK 21 a growing pool.
	 */
	public VwsClientBuilder executor(Executor executor) {
		this.executor = executor;
		return this;
	}

	/**
	 * Tell a listener what happens; may be called several times.
	 */
	public VwsClientBuilder listener(VwsClientListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Observe what the client publishes and its handlers. Default nobody does.
	 */
	public VwsClientBuilder observation(ClientObservation observation) {
		this.observation = observation;
		return this;
	}

	/**
	 * Build the client, which does not connect by itself.
	 * @throws IllegalStateException if there is an {@code HttpClient} and also an
	 * {@code SSLContext} or a proxy, which the former has already
	 */
	public VwsClient build() {
		if (this.httpClient != null && (this.sslContext != null || this.proxy != null)) {
			throw new IllegalStateException("The HttpClient has an SSLContext and a proxy of its own");
		}
		ClientTransport transport = (this.httpClient != null)
				? JdkTransport.with(this.httpClient, this.url.uri(), this.connectTimeout)
				: JdkTransport.create(this.url.uri(), this.connectTimeout, this.sslContext, this.proxy);
		return build(transport, ClientThreads.scheduler(), () -> ThreadLocalRandom.current().nextDouble(),
				ClientThreads.io());
	}

	/** Build a client that need not have a socket, a clock or a die. */
	VwsClient build(ClientTransport transport, Scheduler scheduler, DoubleSupplier random, Executor io) {
		Executor executor = (this.executor != null) ? this.executor : ClientThreads.handlers();
		Turns turns = new Turns();
		Notices notices = new Notices(turns, executor);
		this.listeners.forEach(notices::add);
		ClientContext context = new ClientContext(turns, scheduler, random, io, executor, notices);
		Requests requests = new Requests(context,
				new RequestLimits(this.requestTimeout, this.queueCapacity, this.queueBytes));
		Subscriptions subscriptions = new Subscriptions(context, requests,
				new HandlerLimits(this.handlerCapacity, this.onOverflow), this.reconnect, this.mapper);
		ConnectionSettings settings = new ConnectionSettings(this.url.forPeople(), this.connectTimeout, this.reconnect,
				this.pingInterval, this.pongTimeout, this.maxMessageBytes);
		Connection connection = new Connection(context, settings, transport, new FreshHeaders(this.headers, executor),
				requests, subscriptions);
		return new RemoteVwsClient(context, connection, requests, subscriptions, this.mapper, this.observation);
	}

	private static Duration positive(Duration timeout) {
		check(timeout.compareTo(Duration.ZERO) > 0, "A timeout must be positive");
		check(timeout.compareTo(LONGEST) < 0, "A timeout must be shorter than a year");
		return timeout;
	}

	private static void check(boolean sensible, String message) {
		if (!sensible) {
			throw new IllegalArgumentException(message);
		}
	}

}
