/**
 * What the parts of the core cost, each for itself: time, and with {@code -prof gc} the
 * bytes allocated per operation.
 * <p>
 * A test holds the allocations to a checked-in list, so a benchmark here does the same
 * work at every call. Nothing in it waits for a socket.
 */
@NullMarked
package io.vws.bench.micro;

import org.jspecify.annotations.NullMarked;
