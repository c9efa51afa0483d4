/**
 * What happens on the server, as Micrometer meters.
 */
@NullMarked
package io.vws.spring.observation;

import org.jspecify.annotations.NullMarked;
