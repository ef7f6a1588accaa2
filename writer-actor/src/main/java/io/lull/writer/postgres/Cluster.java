package io.lull.writer.postgres;

import io.lull.writer.database.Faults;
import io.lull.writer.database.Places;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one server works with.
 *
 * @param data its data directory, wherever links lead
 * @param wal the directory of its write-ahead log
 * @param directories all directories that a copy has to have
 */
public record Cluster(Path data, Path wal, Set<Path> directories) {
  /** These come and go with the server, or hold nothing that it needs. */
  private static final Set<String> NO_DATA = Set.of("log", "pg_log", "pg_stat_tmp");

  public static Cluster of(Session session) throws IOException, SQLException, WriterException {
    Path named = Path.of(session.row("SHOW data_directory").getFirst());
    try {
      Path data = named.toRealPath();
      isOfThisServer(data, session);
      Path wal = data.resolve("pg_wal").toRealPath();
      TreeSet<Path> found = new TreeSet<>(List.of(data, wal));
      found.addAll(linked(data));
      found.addAll(linked(data.resolve("base")));
      found.addAll(linked(data.resolve("pg_tblspc")));
      found.removeIf(path -> !path.equals(data) && path.startsWith(data));
      return new Cluster(data, wal, Places.withMounts(found));
    } catch (AccessDeniedException e) {
      throw Faults.mend(
          "to read the data directory " + named,
          "the user " + System.getProperty("user.name") + " of this node may not; run it as root");
    } catch (IOException e) {
      throw Faults.mend("the data directory " + named + " on this host", e.toString());
    }
  }

  /** The same identifier in its control file as in its memory: nothing else is copied for it. */
  private static void isOfThisServer(Path data, Session session)
      throws IOException, SQLException, WriterException {
    String server = session.row("SELECT system_identifier FROM pg_control_system()").getFirst();
    byte[] control = Files.readAllBytes(data.resolve("global").resolve("pg_control"));
    long here = ByteBuffer.wrap(control).order(ByteOrder.nativeOrder()).getLong();
    if (Long.parseUnsignedLong(server) != here) {
      throw Faults.mend(
          "the data of the server " + server + " in " + data,
          "there is another one's; name the port of the server of this host");
    }
  }

  private static Set<Path> linked(Path directory) throws IOException {
    TreeSet<Path> found = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isSymbolicLink(entry)
            && Files.isDirectory(entry)
            && !NO_DATA.contains(entry.getFileName().toString())) {
          found.add(entry.toRealPath());
        }
      }
    }
    return found;
  }
}
