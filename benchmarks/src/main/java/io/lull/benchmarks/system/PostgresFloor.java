package io.lull.benchmarks.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Subvolumes;
import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a window cannot do without: the calls of writer and provider from Freeze to Thaw, in one
 * thread and with nothing in between. What may come before it has come.
 */
final class PostgresFloor implements AutoCloseable {
  private static final byte[] MARKER = "x".repeat(500).getBytes(UTF_8);
  private static final String COPY = "copy";

  private final Connection connection;
  private final Descriptor volume;
  private final Descriptor directory;
  private final Path path;

  private PostgresFloor(Connection connection, Descriptor volume, Descriptor directory, Path path) {
    this.connection = connection;
    this.volume = volume;
    this.directory = directory;
    this.path = path;
  }

  static PostgresFloor on(TestPostgres server, Path volume) throws SQLException, IOException {
    Path path = Files.createDirectory(volume.resolveSibling("floor"));
    return new PostgresFloor(
        server.connect("boss"), Descriptor.ofDirectory(volume), Descriptor.ofDirectory(path), path);
  }

  long window() throws SQLException, IOException {
    ask("SELECT pg_backup_start('floor', true)");
    volume.forceFileSystem();
    long before = System.nanoTime();
    ask("SELECT pg_current_wal_lsn(), set_config('idle_session_timeout', '60000', false)");
    directory.attribute("user.lull.marker", MARKER);
    Subvolumes.snapshot(volume, directory, COPY);
    ask(
        "SELECT lsn, pg_walfile_name(lsn), labelfile, spcmapfile,"
            + " set_config('idle_session_timeout', '0', false) FROM pg_backup_stop(false)");
    long nanos = System.nanoTime() - before;
    Subvolumes.destroy(directory, COPY);
    return nanos;
  }

  private void ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    connection.close();
    volume.close();
    directory.close();
    Files.delete(path);
  }
}
