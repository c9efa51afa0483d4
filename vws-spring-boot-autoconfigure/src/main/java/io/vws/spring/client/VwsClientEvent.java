package io.vws.spring.client;

import io.vws.client.ReceivedEvent;

/**
 * A client received an event of one of its initial subscriptions. Published as an
 * application event, in order for each pattern and one after the other. An event that
 * several of the patterns match is published for each.
 *
 * <pre class="code">
 * &#64;EventListener(condition = "#received.event.topic() == 'menu'")
 * void menu(VwsClientEvent received) {
 *     show(received.event().payload(Menu.class));
 * }
 * </pre>
 *
 * @param client name of the client in the configuration; that of {@code vws.client} is
 * empty
 * @param event what was received
 */
public record VwsClientEvent(String client, ReceivedEvent event) {
}
