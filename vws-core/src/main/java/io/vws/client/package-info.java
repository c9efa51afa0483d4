/**
 * The client of a VWS server: publish and subscribe over one connection that comes back
 * by itself.
 * <p>
 * Start at {@link io.vws.client.VwsClient}. This package is plain Java, without Spring;
 * the WebSocket is that of the JDK.
 */
@NullMarked
package io.vws.client;

import org.jspecify.annotations.NullMarked;
