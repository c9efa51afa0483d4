/**
 * Spring Security's part in who may subscribe and publish.
 */
@NullMarked
package io.vws.spring.security;

import org.jspecify.annotations.NullMarked;
