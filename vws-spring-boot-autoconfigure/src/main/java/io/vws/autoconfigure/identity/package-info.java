/**
 * Auto-configuration of who is connected, with Spring Security.
 */
@NullMarked
package io.vws.autoconfigure.identity;

import org.jspecify.annotations.NullMarked;
