/**
 * Application events onto the bus, and events of the bus to methods of the application.
 * <p>
 * Out: {@link io.vws.spring.event.VwsTopic} on a type, or a
 * {@link io.vws.spring.event.VwsEventMapping}. In:
 * {@link io.vws.spring.event.VwsListener} on a method, and
 * {@link io.vws.spring.event.VwsMessageEvent} for all that clients publish.
 */
@NullMarked
package io.vws.spring.event;

import org.jspecify.annotations.NullMarked;
