/**
 * What operators see and do: the endpoint {@code vws} and the health of the server.
 * <p>
 * Start at {@link io.vws.spring.actuate.VwsEndpoint}.
 */
@NullMarked
package io.vws.spring.actuate;

import org.jspecify.annotations.NullMarked;
