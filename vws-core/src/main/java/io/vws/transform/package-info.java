/**
 * Transforms of events on their way from clients to the bus and from the bus to clients.
 * <p>
 * Start at {@link io.vws.transform.EventTransform}; ready-made ones are in
 * {@link io.vws.transform.EventTransforms}. Which way they stand in is said by
 * {@link io.vws.transform.InboundTransform}, {@link io.vws.transform.OutboundTransform}
 * and {@link io.vws.transform.PeerTransform}.
 */
@NullMarked
package io.vws.transform;

import org.jspecify.annotations.NullMarked;
