/**
 * Auto-configuration of the WebSocket endpoint.
 */
@NullMarked
package io.vws.autoconfigure.server;

import org.jspecify.annotations.NullMarked;
