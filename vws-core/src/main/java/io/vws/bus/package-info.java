/**
 * The event bus: publish to a topic, subscribe to a pattern.
 * <p>
 * Start at {@link io.vws.bus.EventBus}. A bus has no queue: {@code publish} hands the
 * event to every matching subscriber on the caller's thread, and each subscriber owns the
 * queue it needs.
 */
@NullMarked
package io.vws.bus;

import org.jspecify.annotations.NullMarked;
