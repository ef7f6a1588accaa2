package io.lull.acceptance.program;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.api.StreamView;
import io.lull.writer.database.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Somebody who streams what a node has that runs in a process of its own. */
final class StreamStage implements AutoCloseable {
  /** Whoever is silent for so long is taken for lost. */
  static final String SHORT_LEASE = "limits { abort = 2 s, requester-lease = 8 s }\n";

  private static final int BIG = 6 << 20;
  private static final long LONG_MILLIS = 120_000;

  final Path directory;
  final User user;
  final StreamNode node;

  private StreamStage(Path directory, String more) throws IOException {
    this.directory = directory;
    this.user = new User(Installation.in(directory.resolve("lull")), directory);
    this.node =
        StreamNode.of(user, directory.resolve("node"), Ports.free(), "node.host = here\n" + more);
  }

  /** A directory that the users pass as whom servers run. */
  static Path make() throws IOException {
    return Files.setPosixFilePermissions(
        Files.createTempDirectory("lull-stream").toRealPath(),
        PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Starts the node.
   *
   * @param directory as it was made
   * @param more settings, with what it can stream
   */
  static StreamStage start(Path directory, String more) throws IOException {
    StreamStage stage = new StreamStage(directory, more);
    stage.node.start();
    return stage;
  }

  /** The settings of an instance, which is a directory with one big file and a small one. */
  static String instance(Path directory, String name) throws IOException {
    Path files = directory.resolve("files");
    if (!Files.exists(files)) {
      Files.createDirectory(files);
      byte[] bytes = new byte[BIG];
      new Random(6).nextBytes(bytes);
      Files.write(files.resolve("big"), bytes);
      Files.writeString(files.resolve("small"), "a few words");
    }
    return "instances.%s { kind = directory, path = \"%s\" }%n".formatted(name, files);
  }

  /** Where the backups of an instance go. */
  Path target(String instance) {
    return directory.resolve("backups-of-" + instance);
  }

  private List<String> stream(String instance, String... more) {
    List<String> words =
        new ArrayList<>(List.of("stream", "here/" + instance, "--to", target(instance).toString()));
    words.addAll(List.of(more));
    return words;
  }

  /** A stream in a process of its own. */
  Started started(String instance, String... more) {
    return node.started(stream(instance, more).toArray(String[]::new));
  }

  /** The same in this process, where it begins sooner. */
  Ran streamed(String instance, String... more) {
    return node.typed(stream(instance, more).toArray(String[]::new));
  }

  /** A backup that comes to something, after which nothing else is left there but backups. */
  void demandBackup(String instance, String... more) throws IOException {
    int before = backups(instance).size();
    streamed(instance, more).ends(ExitCode.COMPLETED);
    assertThat(backups(instance)).hasSize(before + 1);
    assertThat(kept(instance)).allMatch(kept -> Files.exists(kept.resolve("manifest.json")));
    node.typed("stream", "verify", target(instance).toString()).ends(ExitCode.COMPLETED);
  }

  /** What one finds who asks for backups. */
  List<String> backups(String instance) {
    Path target = target(instance);
    return Files.exists(target)
        ? node.typed("stream", "list", target.toString())
            .ends(ExitCode.COMPLETED)
            .out()
            .lines()
            .skip(1)
            .toList()
        : List.of();
  }

  /** All directories in which a backup is, or was to be. */
  List<Path> kept(String instance) throws IOException {
    if (!Files.exists(target(instance))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(target(instance))) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  /** The last stream of an instance but so many. */
  StreamView stream(String instance, int before) {
    return node.streams(instance).get(before);
  }

  /** Nobody has the instance, and no session of it goes on. */
  void awaitFree(String instance) {
    await(instance + " to be free", () -> node.isFree(instance));
  }

  static void await(String what, BooleanSupplier promise) {
    long end = System.nanoTime() + MILLISECONDS.toNanos(LONG_MILLIS);
    while (!promise.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("expected " + what + ", but it did not come");
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(50));
    }
  }

  /** Somebody has read something of a database, and not all. */
  void awaitHalfAFile(String instance) {
    await("the first bytes of a file", () -> hasHalfAFile(instance));
  }

  private boolean hasHalfAFile(String instance) {
    try {
      for (Path kept : kept(instance)) {
        if (!Files.exists(kept.resolve("manifest.json"))) {
          for (Path file : User.files(kept)) {
            if (file.toString().endsWith(".tar") && Files.size(file) >= 1 << 20) {
              return true;
            }
          }
        }
      }
      return false;
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    node.close();
    user.close();
    ServerProcess.remove(directory);
  }
}
