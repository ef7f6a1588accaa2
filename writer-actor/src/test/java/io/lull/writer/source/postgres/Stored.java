package io.lull.writer.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.tar.Archives;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Backups in a directory, made and put back as a client and a target do it. */
final class Stored {
  private static final Pattern RANGE =
      Pattern.compile("\"timeline\":(\\d+),\"start\":\"([^\"]+)\",\"stop\":\"([^\"]+)\"");
  private static final Pattern GONE = Pattern.compile("\"gone\":\\[(.*)]");

  private final Path directory;
  private final List<Path> archives = new ArrayList<>();
  private Logs last = Logs.NONE;
  private String about = "";

  Stored(Path directory) throws IOException {
    this.directory = Files.createDirectory(directory);
  }

  /** Something that happens at the source meanwhile. */
  @FunctionalInterface
  interface Meanwhile {
    void happens() throws Exception;
  }

  /** Reads one stream as the rules of streams want it. */
  void stream(StreamSource source, StreamKind kind, Meanwhile amid, Meanwhile beforeRoll)
      throws Exception {
    Logs marked;
    try (OpenSource open = source.begin(kind)) {
      if (kind != StreamKind.INCREMENTAL) {
        for (DatabaseId database : open.facts().databases()) {
          try (SourceFile file = open.open(new StreamFile.DatabaseFile(database))) {
            amid.happens();
            store(database.name(), file);
          }
        }
      }
      beforeRoll.happens();
      Logs available = open.roll();
      Logs required =
          kind == StreamKind.INCREMENTAL
              ? available.lastRun()
              : available.unbrokenFrom(open.facts().checkpoint()).orElseThrow();
      for (long generation : required.generations()) {
        try (SourceFile file = open.open(new StreamFile.LogFile(generation))) {
          store("log-" + generation, file);
        }
      }
      last = required;
      marked =
          available.below(Math.min(open.facts().checkpoint(), required.generations().last() + 1));
    }
    if (kind != StreamKind.COPY) {
      source.delete(marked);
    }
  }

  /** The logs of the last stream. */
  Logs last() {
    return last;
  }

  /** What the source said of the backup that was restored. */
  String about() {
    return about;
  }

  private void store(String name, SourceFile file) throws Exception {
    Path archive = directory.resolve(archives.size() + "-" + name + ".tar");
    Archives.write(file, archive);
    archives.add(archive);
  }

  /** Everything in the place where a server can be started on it. */
  Path restore(Path data) throws Exception {
    Files.createDirectory(data);
    for (Path archive : archives) {
      Archives.tar("-xpf", archive.toString(), "-C", data.toString());
    }
    ServerProcess.give(data, "postgres");
    ServerProcess.run(List.of("chmod", "700", data.toString()));
    about = Files.readString(data.resolve(".lull/postgres.json"));
    removeGone(data, about);
    ServerProcess.remove(data.resolve(".lull"));
    moveTablespaces(data);
    manifest(data, about);
    Files.writeString(data.resolve("recovery.signal"), "");
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "restore_command = 'false'\nrecovery_target_timeline = 'current'\narchive_mode = off\n",
        StandardOpenOption.APPEND);
    ServerProcess.give(data.resolve("recovery.signal"), "postgres");
    return data;
  }

  private static void removeGone(Path data, String about) throws IOException {
    Matcher gone = GONE.matcher(about);
    if (gone.find() && !gone.group(1).isEmpty()) {
      for (String name : gone.group(1).split(",")) {
        Files.delete(data.resolve(name.substring(1, name.length() - 1)));
      }
    }
  }

  private static void moveTablespaces(Path data) throws IOException {
    Path others = data.resolveSibling(data.getFileName() + "-tablespaces");
    Path links = data.resolve("pg_tblspc");
    try (Stream<Path> found = Files.list(links)) {
      for (Path tablespace : found.toList()) {
        Files.createDirectories(others);
        Path moved = others.resolve(tablespace.getFileName());
        Files.move(tablespace, moved);
        Files.createSymbolicLink(tablespace, moved);
      }
    }
  }

  /** As {@code pg_verifybackup} wants it. */
  private static void manifest(Path data, String about) throws Exception {
    Matcher range = RANGE.matcher(about);
    range.find();
    StringBuilder manifest =
        new StringBuilder("{ \"PostgreSQL-Backup-Manifest-Version\": 1,\n\"Files\": [");
    String comma = "\n";
    for (Path file : files(data)) {
      manifest.append(comma).append(line(data, file));
      comma = ",\n";
    }
    manifest
        .append("\n],\n\"WAL-Ranges\": [\n{ \"Timeline\": ")
        .append(range.group(1))
        .append(", \"Start-LSN\": \"")
        .append(range.group(2))
        .append("\", \"End-LSN\": \"")
        .append(range.group(3))
        .append("\" }\n],\n");
    byte[] bytes = manifest.toString().getBytes(UTF_8);
    manifest.append("\"Manifest-Checksum\": \"").append(sha256(bytes)).append("\"}\n");
    Files.writeString(data.resolve("backup_manifest"), manifest.toString());
    ServerProcess.give(data.resolve("backup_manifest"), "postgres");
  }

  private static List<Path> files(Path data) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(data, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(data.resolve("pg_wal")))
          .filter(file -> !file.endsWith("postgresql.auto.conf"))
          .forEach(files::add);
    }
    return files;
  }

  private static String line(Path data, Path file) throws Exception {
    return "{ \"Path\": \""
        + data.relativize(file)
        + "\", \"Size\": "
        + Files.size(file)
        + ", \"Last-Modified\": \"2026-01-01 00:00:00 GMT\", \"Checksum-Algorithm\": \"SHA256\","
        + " \"Checksum\": \""
        + sha256(Files.readAllBytes(file))
        + "\" }";
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** What comes with the server finds nothing wrong with it. */
  static void verify(Path data) throws Exception {
    ServerProcess.runAs(
        "postgres", List.of(TestPostgres.binary("pg_verifybackup"), data.toString()));
  }

  static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
