package io.vws.sample;

import io.vws.spring.event.VwsTopic;

/**
 * An order moved on.
 *
 * @param customer name of who ordered, a level of the topic
 * @param id number of the order, a level of the topic
 * @param status what it is now
 */
@VwsTopic("customers/{customer}/orders/{id}/status")
record OrderStatusChanged(String customer, String id, OrderStatus status) {

}
