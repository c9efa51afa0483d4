/**
 * One connection's life on the server: decode, authorize, act, answer, and the queue
 * through which everything leaves.
 * <p>
 * Start at {@link io.vws.server.VwsServer}, then {@link io.vws.server.VwsConnection}. A
 * web container is reached through {@link io.vws.server.Transport} only; this package
 * knows neither Spring nor any container.
 */
@NullMarked
package io.vws.server;

import org.jspecify.annotations.NullMarked;
