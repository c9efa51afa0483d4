/**
 * Auto-configuration of who may subscribe and publish.
 */
@NullMarked
package io.vws.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
