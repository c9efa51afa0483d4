package io.vws.client;

import java.time.Instant;

/**
 * State of a client at one moment.
 *
 * @param state what it is doing
 * @param since since when
 * @param attempts attempts to connect since it was connected last
 */
public record ClientStatus(ClientState state, Instant since, int attempts) {
}
