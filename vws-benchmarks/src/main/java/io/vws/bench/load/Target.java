package io.vws.bench.load;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The server under load, on the loopback interface.
 *
 * @param name its name in the report
 * @param protocol what it speaks
 * @param port its port
 * @param pid its process, whose CPU and memory are read
 * @param jcmd the program that collects garbage in it, or {@code null} if it is not a JVM
 */
public record Target(String name, Protocol protocol, int port, long pid, @Nullable Path jcmd) {

}
