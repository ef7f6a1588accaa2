package io.lull.writer.mariadb;

import io.lull.writer.database.Faults;
import io.lull.writer.database.Places;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where one server keeps its files.
 *
 * @param data its data directory, wherever links lead
 * @param directories all directories that a copy has to have
 */
record Instance(Path data, Set<Path> directories) {
  /** Settings that can lead out of the data directory. */
  private static final List<String> ELSEWHERE =
      List.of(
          "innodb_data_home_dir",
          "innodb_log_group_home_dir",
          "innodb_undo_directory",
          "aria_log_dir_path");

  static Instance of(Session session) throws IOException, SQLException, WriterException {
    Path named = Path.of(session.value("SELECT @@datadir"));
    try {
      Path data = named.toRealPath();
      if (!Files.isDirectory(data.resolve("mysql"))) {
        throw Faults.mend("the system tables in " + data, "they are not there");
      }
      TreeSet<Path> found = new TreeSet<>(Set.of(data));
      for (String variable : ELSEWHERE) {
        directory(session, variable).ifPresent(path -> found.add(data.resolve(path)));
      }
      directory(session, "log_bin_basename")
          .map(Path::getParent)
          .ifPresent(path -> found.add(data.resolve(path)));
      TreeSet<Path> real = new TreeSet<>();
      for (Path path : found) {
        real.add(path.toRealPath());
      }
      linked(data, real);
      real.removeIf(path -> !path.equals(data) && path.startsWith(data));
      return new Instance(data, Places.withMounts(real));
    } catch (AccessDeniedException e) {
      throw Faults.mend(
          "to read the data directory " + named,
          "the user " + System.getProperty("user.name") + " of this node may not; run it as root");
    } catch (IOException e) {
      throw Faults.mend("the data directory " + named + " on this host", e.toString());
    }
  }

  private static Optional<Path> directory(Session session, String variable) throws SQLException {
    List<String> row = session.row("SHOW GLOBAL VARIABLES LIKE '" + variable + "'");
    return row.size() < 2 || row.get(1).isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(row.get(1)));
  }

  /** Databases and tables can be links; those of InnoDB are files that name their place. */
  private static void linked(Path data, Set<Path> found) throws IOException {
    for (Path database : entries(data)) {
      if (!Files.isDirectory(database)) {
        continue;
      }
      if (Files.isSymbolicLink(database)) {
        found.add(database.toRealPath());
      }
      for (Path table : entries(database)) {
        if (Files.isSymbolicLink(table)) {
          found.add(table.toRealPath().getParent());
        } else if (table.toString().endsWith(".isl")) {
          found.add(Path.of(Files.readString(table).strip()).toRealPath().getParent());
        }
      }
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      List<Path> all = new ArrayList<>();
      entries.forEach(all::add);
      return all;
    }
  }
}
