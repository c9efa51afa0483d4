package io.vws.sample;

import io.vws.spring.event.VwsTopic;

/**
 * An order moved on.
 *
 * @param id number of the order, a level of the topic
 * @param status what it is now
 */
@VwsTopic("orders/{id}/status")
record OrderStatusChanged(String id, OrderStatus status) {

}
