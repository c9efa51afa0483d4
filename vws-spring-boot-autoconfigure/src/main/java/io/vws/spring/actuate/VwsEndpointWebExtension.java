package io.vws.spring.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension} of the {@link VwsEndpoint}: shows values to whom they may
 * be shown, and answers in terms of HTTP.
 */
@EndpointWebExtension(endpoint = VwsEndpoint.class)
public final class VwsEndpointWebExtension {

	private final VwsEndpoint delegate;

	/**
	 * Create an extension.
	 * @param delegate the endpoint to extend
	 */
	public VwsEndpointWebExtension(VwsEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Show the server and some of its connections.
	 * @param limit most connections to list, 100 if {@code null}, never more than 1000
	 */
	@ReadOperation
	public ServerDescriptor server(SecurityContext securityContext, @Nullable Integer limit) {
		return this.delegate.server(limit, securityContext);
	}

	/**
	 * End a connection with code 4503, which tells the client not to come back.
	 * @return status 204, or 404 if there is none
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> disconnect(@Selector String connectionId) {
		return new WebEndpointResponse<>(this.delegate.disconnect(connectionId) ? WebEndpointResponse.STATUS_NO_CONTENT
				: WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
