/**
 * The server of VWS on Spring WebSocket: handshake, handler and the transports of web
 * containers. Start at {@link io.vws.spring.server.VwsWebSocketHandler}.
 */
@NullMarked
package io.vws.spring.server;

import org.jspecify.annotations.NullMarked;
