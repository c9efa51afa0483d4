/**
 * The load generator: one thread that plays publisher and subscribers over WebSocket, and
 * counts what arrives.
 * <p>
 * Start at {@link io.vws.bench.load.LoadGenerator}. Nothing here knows a server beyond
 * its protocol, its port and its process id.
 */
@NullMarked
package io.vws.bench.load;

import org.jspecify.annotations.NullMarked;
