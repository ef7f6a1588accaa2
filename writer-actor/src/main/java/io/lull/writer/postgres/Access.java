package io.lull.writer.postgres;

import io.lull.writer.database.Secret;
import io.lull.writer.database.Server;
import java.time.Duration;

/**
 * How a server is reached.
 *
 * @param application what the connection is called in the server's own lists
 * @param timeout how long the server may take for a short answer
 */
public record Access(
    String application,
    Server server,
    String user,
    String database,
    Secret password,
    Duration timeout) {}
