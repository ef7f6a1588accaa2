package io.lull.writer.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.writer.database.CopyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has a server that archives its log go on under a new timeline when its files are back.
 *
 * <p>It has archived files since the cut. Under its old timeline it would write others of the same
 * names: a careful archive refuses them, so that nothing is archived any more, and a careless one
 * loses those that other backups need.
 */
final class NewTimeline {
  private static final String SETTINGS = "postgresql.auto.conf";
  private static final int SETTINGS_MAX = 1 << 20;
  private static final String DONE = ".done";

  /** Lines with it go by themselves, as soon as the server has begun its timeline. */
  private static final String MARK = "# lull";

  // Recovery is what begins a timeline. It needs no file but those that lie in the copy.
  private static final String RECOVERY =
      """
      restore_command = 'false' %s
      recovery_end_command = 'sed -i "/%s$/d" %s' %s
      """
          .formatted(MARK, MARK, SETTINGS, MARK);

  private NewTimeline() {}

  /** Whether the server had archived anything by the cut. */
  static boolean isNeeded(Path data) throws IOException {
    Path status = status(data);
    if (!Files.isDirectory(status, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(status)) {
      return files.anyMatch(file -> file.toString().endsWith(DONE) || isReady(file));
    }
  }

  /** Has the server begin a new timeline when it starts. */
  static void begin(Path data) throws IOException {
    archived(data);
    CopyFiles.write(data, SETTINGS, settings(data) + RECOVERY);
    CopyFiles.write(data, "recovery.signal", "");
  }

  /** Nothing that was written for an earlier restore has a say in this one. */
  static void forget(Path data) throws IOException {
    String without = settings(data);
    if (!without.equals(read(data))) {
      CopyFiles.write(data, SETTINGS, without);
    }
  }

  /** What is in the copy of the log was archived by the server that the copy is of. */
  private static void archived(Path data) throws IOException {
    Path status = status(data);
    for (String name : names(data.resolve("pg_wal"))) {
      if (WalFile.isName(name)) {
        CopyFiles.write(status, name + DONE, "");
      }
    }
    for (String name : names(status)) {
      if (isReady(Path.of(name))) {
        Files.delete(status.resolve(name));
      }
    }
    CopyFiles.force(status);
  }

  private static boolean isReady(Path file) {
    return file.toString().endsWith(".ready");
  }

  private static Path status(Path data) {
    return data.resolve("pg_wal").resolve("archive_status");
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** The settings that the server keeps itself, without ours. */
  private static String settings(Path data) throws IOException {
    return read(data)
        .lines()
        .filter(line -> !line.endsWith(MARK))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String read(Path data) throws IOException {
    Path file = data.resolve(SETTINGS);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(SETTINGS_MAX + 1);
      if (bytes.length > SETTINGS_MAX) {
        throw new IOException(
            "expected at most " + SETTINGS_MAX + " bytes in " + file + ", but there are more");
      }
      return new String(bytes, UTF_8);
    }
  }
}
