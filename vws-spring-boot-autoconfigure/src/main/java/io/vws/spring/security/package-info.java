/**
 * Who is connected, as Spring Security says, and until when.
 * <p>
 * Start at {@link io.vws.spring.security.SecurityHandshakeInterceptor}, the only place
 * that looks at the security context of a thread.
 */
@NullMarked
package io.vws.spring.security;

import org.jspecify.annotations.NullMarked;
