/**
 * What keeps strangers from harming the log: its volume and its lines. For the project's
 * own use.
 */
@NullMarked
package io.vws.log;

import org.jspecify.annotations.NullMarked;
