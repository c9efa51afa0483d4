package io.vws.client;

import java.lang.reflect.InvocationTargetException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Connections by the WebSocket of the JDK. Without an {@code HttpClient} from outside
 * there is one as long as the client is in use; it follows no redirect, which would take
 * the credentials to another host.
 */
final class JdkTransport implements ClientTransport {

	private static final int FIRST_JDK_WITH_SHUTDOWN = 21;

	private final URI uri;

	private final Duration connectTimeout;

	private final HttpClient.Builder builder;

	private final @Nullable HttpClient given;

	private @Nullable HttpClient own;

	private JdkTransport(URI uri, Duration connectTimeout, HttpClient.Builder builder, @Nullable HttpClient given) {
		this.uri = uri;
		this.connectTimeout = connectTimeout;
		this.builder = builder;
		this.given = given;
	}

	/** A transport with an {@code HttpClient} from outside. */
	static JdkTransport with(HttpClient httpClient, URI uri, Duration connectTimeout) {
		return new JdkTransport(uri, connectTimeout, HttpClient.newBuilder(), httpClient);
	}

	/** A transport with an {@code HttpClient} of its own. */
	static JdkTransport create(URI uri, Duration connectTimeout, @Nullable SSLContext sslContext,
			@Nullable ProxySelector proxy) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.executor(ClientThreads.io())
			.followRedirects(HttpClient.Redirect.NEVER);
		if (sslContext != null) {
			builder.sslContext(sslContext);
		}
		if (proxy != null) {
			builder.proxy(proxy);
		}
		return new JdkTransport(uri, connectTimeout, builder, null);
	}

	@Override
	public void connect(Map<String, String> headers, LinkListener listener) {
		WebSocket.Builder opening = httpClient().newWebSocketBuilder().connectTimeout(this.connectTimeout);
		headers.forEach(opening::header);
		opening.buildAsync(this.uri, new JdkLink(listener)).whenComplete((webSocket, failure) -> {
			if (failure != null) {
				JdkLink.tellFailure(failure, listener);
			}
		});
	}

	private synchronized HttpClient httpClient() {
		if (this.given != null) {
			return this.given;
		}
		if (this.own == null) {
			this.own = this.builder.build();
		}
		return this.own;
	}

	@Override
	public synchronized void release() {
		if (this.own != null) {
			shutdown(this.own);
			this.own = null;
		}
	}

	/**
	 * Let the threads of an {@code HttpClient} end with its last connection. Before JDK
	 * 21 they do so when it is collected; the API is younger than the class file version
	 * we compile to.
	 */
	private static void shutdown(HttpClient httpClient) {
		if (Runtime.version().feature() < FIRST_JDK_WITH_SHUTDOWN) {
			return;
		}
		try {
			HttpClient.class.getMethod("shutdown").invoke(httpClient);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("This JDK cannot shut down an HttpClient", ex);
		}
	}

}
