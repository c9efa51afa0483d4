/**
 * What tests over real sockets need: a small application and a peer that sees frames.
 */
@NullMarked
package io.vws.test;

import org.jspecify.annotations.NullMarked;
