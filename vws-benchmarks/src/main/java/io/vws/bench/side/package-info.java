/**
 * Runs all workloads against all systems, interleaved, and compares.
 * <p>
 * Start at {@link io.vws.bench.side.SideBySide}.
 */
@NullMarked
package io.vws.bench.side;

import org.jspecify.annotations.NullMarked;
