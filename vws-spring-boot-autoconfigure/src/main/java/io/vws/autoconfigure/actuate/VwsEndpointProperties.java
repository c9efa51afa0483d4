package io.vws.autoconfigure.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} of the endpoint. They stand where those of
 * every endpoint do.
 *
 * @param showValues When to show users, addresses and patterns.
 * @param roles Roles of those to whom values are shown when authorized. When empty, all
 * who have logged in are authorized.
 */
@ConfigurationProperties("management.endpoint.vws")
public record VwsEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
