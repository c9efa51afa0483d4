/**
 * The kitchen: hears of orders and says how far they are, by nothing but a
 * {@link io.vws.client.VwsClient}. It runs in the process of the shop, where that is a
 * client of the shop's own bus, or as {@link io.vws.kitchen.KitchenApplication} in one of
 * its own, where it is a client of the shop's server.
 */
@NullMarked
package io.vws.kitchen;

import org.jspecify.annotations.NullMarked;
