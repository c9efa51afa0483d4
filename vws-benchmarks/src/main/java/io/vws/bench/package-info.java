/**
 * What VWS costs, beside what users would pick instead.
 */
@NullMarked
package io.vws.bench;

import org.jspecify.annotations.NullMarked;
