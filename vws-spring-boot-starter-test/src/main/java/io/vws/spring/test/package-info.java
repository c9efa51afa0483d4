/**
 * What the tests of an application with VWS need: a client that waits for events, and an
 * event bus that remembers them.
 * <p>
 * Start at {@link io.vws.spring.test.VwsTestClient}.
 */
@NullMarked
package io.vws.spring.test;

import org.jspecify.annotations.NullMarked;
