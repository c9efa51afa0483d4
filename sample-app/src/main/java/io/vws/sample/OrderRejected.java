package io.vws.sample;

/**
 * The shop's answer to an order it cannot take.
 *
 * @param reason what is wrong with the order, for the customer
 */
record OrderRejected(String reason) {

}
