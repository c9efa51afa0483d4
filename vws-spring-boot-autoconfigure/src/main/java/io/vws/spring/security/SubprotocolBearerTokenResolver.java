package io.vws.spring.security;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.web.socket.WebSocketHttpHeaders;

/**
 * Finds the bearer token that a browser offers as a subprotocol, since a page can set no
 * header for a WebSocket: {@code Sec-WebSocket-Protocol: vws, bearer.<token>}. Looks at
 * upgrades on one path only and leaves everything else to another resolver.
 */
public final class SubprotocolBearerTokenResolver implements BearerTokenResolver {

	private static final String SUBPROTOCOL = "vws";

	private static final String PREFIX = "bearer.";

	/** RFC 6750, section 2.1. */
	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9-._~+/]+=*");

	private final String path;

	private final BearerTokenResolver delegate;

	/**
	 * Create a resolver.
	 * @param path path of the WebSocket endpoint, within its servlet
	 * @param delegate finds the tokens of all other requests
	 */
	public SubprotocolBearerTokenResolver(String path, BearerTokenResolver delegate) {
		this.path = path;
		this.delegate = delegate;
	}

	@Override
	public @Nullable String resolve(HttpServletRequest request) {
		List<String> offered = isUpgrade(request) ? subprotocols(request) : List.of();
		List<String> tokens = offered.stream()
			.filter((subprotocol) -> subprotocol.startsWith(PREFIX))
			.map((subprotocol) -> subprotocol.substring(PREFIX.length()))
			.toList();
		if (tokens.isEmpty()) {
			return this.delegate.resolve(request);
		}
		require(offered.contains(SUBPROTOCOL), "The subprotocol vws is not offered");
		require(tokens.size() == 1 && request.getHeader(HttpHeaders.AUTHORIZATION) == null,
				"Found multiple credentials in the request");
		require(TOKEN.matcher(tokens.get(0)).matches(), "The bearer token is malformed");
		return tokens.get(0);
	}

	private boolean isUpgrade(HttpServletRequest request) {
		String within = (request.getPathInfo() != null) ? request.getPathInfo() : request.getServletPath();
		return this.path.equals(within) && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
	}

	private static List<String> subprotocols(HttpServletRequest request) {
		return Collections.list(request.getHeaders(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL))
			.stream()
			.flatMap((header) -> Stream.of(header.split(",")))
			.map(String::strip)
			.toList();
	}

	private static void require(boolean condition, String problem) {
		if (!condition) {
			throw new OAuth2AuthenticationException(BearerTokenErrors.invalidRequest(problem));
		}
	}

}
