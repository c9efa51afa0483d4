/**
 * Auto-configuration of the event bus.
 */
@NullMarked
package io.vws.autoconfigure.bus;

import org.jspecify.annotations.NullMarked;
