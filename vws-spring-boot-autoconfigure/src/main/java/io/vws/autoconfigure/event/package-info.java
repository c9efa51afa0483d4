/**
 * Auto-configuration of the way between application events and the bus.
 */
@NullMarked
package io.vws.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
