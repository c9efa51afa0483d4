/**
 * Auto-configuration of the endpoint and the health of the server.
 */
@NullMarked
package io.vws.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
