/**
 * Auto-configuration of transforms and mapped topics.
 */
@NullMarked
package io.vws.autoconfigure.transform;

import org.jspecify.annotations.NullMarked;
