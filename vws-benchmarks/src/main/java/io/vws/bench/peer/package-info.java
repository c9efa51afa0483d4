/**
 * The servers beside which VWS is measured, one program each: the first argument is the
 * port.
 * <p>
 * Start at {@link io.vws.bench.peer.VwsPeer}; the others do the same in another way. They
 * share everything that is not their subject: Spring Boot, Tomcat, meters, logging.
 */
@NullMarked
package io.vws.bench.peer;

import org.jspecify.annotations.NullMarked;
