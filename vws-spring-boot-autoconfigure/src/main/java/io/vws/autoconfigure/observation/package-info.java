/**
 * Auto-configuration of the meters and observations.
 */
@NullMarked
package io.vws.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
