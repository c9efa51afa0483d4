/**
 * Auto-configuration of the clients, of their health, and of the bridges between servers
 * and the bus of the application.
 */
@NullMarked
package io.vws.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
