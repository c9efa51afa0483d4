package io.vws.sample;

import java.util.Objects;

import org.springframework.security.core.Authentication;

/**
 * Who looks at the page: a customer, who sees what is theirs, or an operator, who sees
 * everything. For what is loaded this says what the rules of {@code application.yml} say
 * for what is subscribed to.
 *
 * @param name name of who logged in
 * @param operator whether it is an operator
 */
record Viewer(String name, boolean operator) {

	static final String CUSTOMER = "CUSTOMER";

	static final String OPERATOR = "OPERATOR";

	/** Nobody who looks at the page: a service. */
	static final String KITCHEN = "KITCHEN";

	static Viewer of(Authentication authentication) {
		boolean operator = authentication.getAuthorities()
			.stream()
			.anyMatch((authority) -> Objects.equals(authority.getAuthority(), "ROLE_" + OPERATOR));
		return new Viewer(authentication.getName(), operator);
	}

	boolean sees(Order order) {
		return this.operator || order.customer().equals(this.name);
	}

}
