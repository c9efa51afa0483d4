/**
 * The client in an application: the one over its own bus, the start and stop of all of
 * them, and the bridges between servers and the bus.
 * <p>
 * Start at {@link io.vws.spring.client.LocalVwsClient}.
 */
@NullMarked
package io.vws.spring.client;

import org.jspecify.annotations.NullMarked;
