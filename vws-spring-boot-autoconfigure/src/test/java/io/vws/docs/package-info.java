/**
 * The documentation, as far as it can be checked.
 */
@NullMarked
package io.vws.docs;

import org.jspecify.annotations.NullMarked;
