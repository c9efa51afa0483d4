package io.vws.spring.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.vws.server.VwsAuthorizer;
import io.vws.server.VwsConnections;
import io.vws.server.VwsServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint} that shows the server and its connections, ends a connection, and
 * explains what the rules decide.
 */
@Endpoint(id = "vws")
public final class VwsEndpoint {

	/** Connections that are listed unless the question says otherwise. */
	static final int DEFAULT_LIMIT = 100;

	/** Most connections that are listed at all: an answer must not become a burden. */
	static final int MAX_LIMIT = 1000;

	private static final String EXPLAIN = "explain";

	private final VwsServer server;

	private final VwsConnections connections;

	private final RuleExplainer explainer;

	private final Show showValues;

	private final Collection<String> roles;

	/**
	 * Create an endpoint.
	 * @param authorizer explained as far as it follows rules
	 * @param mapper reads payloads that are asked about
	 * @param showValues to whom users, addresses and patterns are shown
	 * @param roles roles that see them, all who have logged in if there are none
	 */
	public VwsEndpoint(VwsServer server, VwsConnections connections, VwsAuthorizer authorizer, JsonMapper mapper,
			Show showValues, Set<String> roles) {
		this.server = server;
		this.connections = connections;
		this.explainer = new RuleExplainer(authorizer, mapper);
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * Show the server and some of its connections.
	 * @param limit most connections to list, 100 if {@code null}, never more than 1000
	 */
	@ReadOperation
	public ServerDescriptor server(@Nullable Integer limit) {
		return server(limit, SecurityContext.NONE);
	}

	ServerDescriptor server(@Nullable Integer limit, SecurityContext securityContext) {
		boolean show = this.showValues.isShown(securityContext, this.roles);
		int most = Math.max(0, Math.min((limit != null) ? limit : DEFAULT_LIMIT, MAX_LIMIT));
		return ServerDescriptor.of(this.server,
				this.connections.list(most)
					.stream()
					.map((info) -> ServerDescriptor.Connection.of(info, show))
					.toList());
	}

	/**
	 * Explain what the rules would decide. They are really asked, and so are the beans
	 * that they call.
	 * @param operation {@code explain}
	 * @param action {@code subscribe} or {@code publish}
	 * @param topic the pattern or the topic
	 * @param payload JSON text of what is published, an empty object if {@code null}
	 * @param name who asks, somebody who has not logged in if {@code null}
	 * @param authorities what that user has, such as {@code ROLE_OPERATOR}
	 * @return the decision, {@code null} for another operation
	 */
	@ReadOperation
	public @Nullable RulesDescriptor explain(@Selector String operation, String action, String topic,
			@Nullable String payload, @Nullable String name, @Nullable List<String> authorities) {
		return operation.equals(EXPLAIN)
				? this.explainer.explain(action, topic, payload, name, (authorities != null) ? authorities : List.of())
				: null;
	}

	/**
	 * End a connection with code 4503, which tells the client not to come back.
	 * @param connectionId id of the connection
	 * @return whether there was one
	 */
	@DeleteOperation
	public boolean disconnect(@Selector String connectionId) {
		return this.connections.disconnectOne(connectionId);
	}

}
