/**
 * The bounded hand-over of events to those who are slower than their publishers.
 * <p>
 * Start at {@link io.vws.delivery.ListenerQueue}.
 */
@NullMarked
package io.vws.delivery;

import org.jspecify.annotations.NullMarked;
