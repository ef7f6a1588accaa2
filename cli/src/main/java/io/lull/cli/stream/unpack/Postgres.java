package io.lull.cli.stream.unpack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.lull.cli.stream.store.Disk;
import io.lull.cli.stream.store.Sha256;
import io.lull.cli.stream.tar.EntryName;
import io.lull.cli.stream.unpack.Extraction.Written;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes what was extracted a data directory that PostgreSQL recovers and verifies by itself. */
final class Postgres {
  private static final Set<String> OURS =
      Set.of("postgresql.auto.conf", "recovery.signal", "standby.signal", "backup_manifest");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String SETTINGS =
      """
      # Written by lull stream restore. All of the log lies in pg_wal, so nothing has to be fetched;
      # after the first start the server needs neither of the next two lines.
      restore_command = 'false'
      recovery_target_timeline = 'current'
      # So that this server does not write into the archive of the one that it was made of.
      archive_mode = off
      """;

  private final Path directory;
  private final Path tablespaces;
  private final Extraction extraction;
  private final PostgresFacts facts;

  /**
   * A data directory.
   *
   * @param directory as it is reached
   * @param tablespaces where those go, as people and the server will reach it
   */
  Postgres(Path directory, Path tablespaces, Extraction extraction, PostgresFacts facts) {
    this.directory = directory;
    this.tablespaces = tablespaces;
    this.extraction = extraction;
    this.facts = facts;
  }

  /** Before directories get their rights. */
  void beforeEnd() throws IOException {
    for (String gone : facts.gone()) {
      extraction.remove(EntryName.of(gone));
    }
    write("recovery.signal", "", CREATE_NEW, WRITE);
    write("postgresql.auto.conf", SETTINGS, CREATE, APPEND);
    write("backup_manifest", manifest(), CREATE_NEW, WRITE);
  }

  /** After it; returns what somebody should know. */
  List<String> afterEnd() throws IOException {
    List<String> notes = new ArrayList<>();
    if (moveTablespaces()) {
      notes.add("the tablespaces lie in " + tablespaces);
    }
    if (!Files.exists(directory.resolve("postgresql.conf"))) {
      notes.add(
          "the configuration of the server was not in its data directory, so it is not in the"
              + " backup");
    }
    notes.add("archive_mode is off in postgresql.auto.conf; turn it on with an archive of its own");
    return notes;
  }

  private void write(String name, String text, OpenOption... how) throws IOException {
    Path path = directory.resolve(name);
    boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    Files.writeString(path, text, how);
    if (!there) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
    Path like = directory.resolve("PG_VERSION");
    if (Files.exists(like, LinkOption.NOFOLLOW_LINKS)) {
      ownLike(like, path);
    }
  }

  /** A server does not recover with a directory where it expects a link to one. */
  private boolean moveTablespaces() throws IOException {
    Path inside = directory.resolve("pg_tblspc");
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(inside)) {
        entries.forEach(all::add);
      }
    }
    all.removeIf(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS));
    if (all.isEmpty()) {
      return false;
    }
    Files.createDirectory(
        tablespaces,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      ownLike(inside, tablespaces);
      for (Path each : all) {
        Path there = tablespaces.resolve(String.valueOf(each.getFileName()));
        Files.move(each, there);
        Files.createSymbolicLink(each, there);
        ownLike(inside, each);
      }
    } catch (IOException failed) {
      Disk.remove(tablespaces);
      throw failed;
    }
    return true;
  }

  private static void ownLike(Path one, Path other) throws IOException {
    for (String what : List.of("unix:uid", "unix:gid")) {
      Files.setAttribute(other, what, Files.getAttribute(one, what), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** What {@code pg_verifybackup} compares the directory with. */
  String manifest() {
    StringBuilder text =
        new StringBuilder("{ \"PostgreSQL-Backup-Manifest-Version\": 1,\n\"Files\": [");
    String between = "\n";
    for (Map.Entry<EntryName, Written> file : extraction.files().entrySet()) {
      String raw = file.getKey().raw();
      if (!OURS.contains(raw) && !raw.startsWith("pg_wal/")) {
        text.append(between).append(line(file.getKey(), file.getValue()));
        between = ",\n";
      }
    }
    text.append("\n],\n\"WAL-Ranges\": [\n{ \"Timeline\": ")
        .append(facts.timeline())
        .append(", \"Start-LSN\": \"")
        .append(facts.start())
        .append("\", \"End-LSN\": \"")
        .append(facts.stop())
        .append("\" }\n],\n");
    String sum = HexFormat.of().formatHex(Sha256.begin().digest(text.toString().getBytes(UTF_8)));
    return text.append("\"Manifest-Checksum\": \"").append(sum).append("\"}\n").toString();
  }

  private static String line(EntryName name, Written file) {
    String path =
        name.isText()
            ? "\"Path\": \""
                + new String(JsonStringEncoder.getInstance().quoteAsString(name.text()))
                + "\""
            : "\"Encoded-Path\": \"" + HexFormat.of().formatHex(name.bytes()) + "\"";
    return "{ "
        + path
        + ", \"Size\": "
        + file.size()
        + ", \"Last-Modified\": \""
        + TIME.format(file.mtime().toInstant())
        + "\", \"Checksum-Algorithm\": \"SHA256\", \"Checksum\": \""
        + file.sha256()
        + "\" }";
  }
}
