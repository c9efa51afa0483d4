/**
 * Who is connected, as Spring Security says, and until when; and what they may do.
 * <p>
 * Who: start at {@link io.vws.spring.security.SecurityHandshakeInterceptor}, the only
 * place that looks at the security context of a thread. What: start at
 * {@link io.vws.spring.security.AccessExpressionParser}.
 */
@NullMarked
package io.vws.spring.security;

import org.jspecify.annotations.NullMarked;
