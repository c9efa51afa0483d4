package io.vws.autoconfigure.client;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of further clients.
 *
 * @param clients Further clients by name, each with the properties of "vws.client". The
 * name is the qualifier of the bean.
 */
@ConfigurationProperties("vws")
public record VwsClientsProperties(@DefaultValue Map<String, VwsClientProperties> clients) {
}
