/**
 * Application events onto the bus, and what clients publish as application events. Start
 * at {@link io.vws.spring.event.VwsTopic} and
 * {@link io.vws.spring.event.VwsMessageEvent}.
 */
@NullMarked
package io.vws.spring.event;

import org.jspecify.annotations.NullMarked;
