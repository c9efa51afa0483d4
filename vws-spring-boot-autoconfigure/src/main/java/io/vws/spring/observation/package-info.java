/**
 * What happens on the server and around the bus, as Micrometer meters. Each observation
 * is documented where it is made, such as in
 * {@link io.vws.server.ServerObservationDocumentation}.
 */
@NullMarked
package io.vws.spring.observation;

import org.jspecify.annotations.NullMarked;
