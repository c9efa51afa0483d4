/**
 * "Live orders": a pizza shop whose orders move through their states live in the browser.
 * <p>
 * Start at {@link io.vws.sample.Shop}: it publishes application events, and the starter
 * does the rest. {@link io.vws.sample.OrderDesk} is the way back, from the page into the
 * application. Who may do what stands in {@code application.yml} and
 * {@link io.vws.sample.SecurityConfiguration}.
 */
@NullMarked
package io.vws.sample;

import org.jspecify.annotations.NullMarked;
