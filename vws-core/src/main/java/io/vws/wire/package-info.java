/**
 * Messages of the VWS protocol and their JSON.
 * <p>
 * Start at {@link io.vws.wire.VwsMessage} for what can be said and at
 * {@link io.vws.wire.VwsCodec} for how it is written. This package uses Jackson's
 * streaming parser and nothing else of the project.
 */
@NullMarked
package io.vws.wire;

import org.jspecify.annotations.NullMarked;
