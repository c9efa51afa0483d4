/**
 * Auto-configuration of the meters.
 */
@NullMarked
package io.vws.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
