package io.vws.spring.server;

import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Asked at each upgrade on the path of VWS, in the order of the beans, when the Origin is
 * allowed and there is room for a further connection. A type of its own, so that
 * interceptors of the application's other WebSocket endpoints stay out of it.
 */
public interface VwsHandshakeInterceptor extends HandshakeInterceptor {

}
