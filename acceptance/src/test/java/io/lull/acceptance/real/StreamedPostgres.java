package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.PgBench;
import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real server with an archive of its logs, which a node streams as instance {@code db}, and
 * somebody who types commands.
 */
final class StreamedPostgres implements AutoCloseable {
  final RestoreStage stage;
  final TestPostgres server;
  final Path target;
  private final Path archive;
  private final String instance;

  private StreamedPostgres(RestoreStage stage, TestPostgres server, Path archive)
      throws IOException {
    this.stage = stage;
    this.server = server;
    this.archive = archive;
    this.target = stage.directory.resolve("target");
    this.instance =
        "instances.db { kind = postgres, %s }"
            .formatted(RealNode.settings(server.settings("archive", archive.toString())));
  }

  static StreamedPostgres start() throws Exception {
    TestPostgres.need();
    RestoreStage stage = RestoreStage.make();
    Path home = RealNode.passable(Files.createDirectory(stage.directory.resolve("server")));
    ServerProcess.give(home, "postgres");
    Path archive = Files.createDirectory(home.resolve("archive"));
    ServerProcess.give(archive, "postgres");
    TestPostgres server =
        TestPostgres.create(
            home,
            "-c",
            "archive_mode=on",
            "-c",
            "archive_command=test ! -f " + archive + "/%f && cp %p " + archive + "/%f");
    server.sql("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO lull", "GRANT pg_checkpoint TO lull");
    PgBench.fill(server);
    StreamedPostgres streamed = new StreamedPostgres(stage, server, archive);
    stage.start(streamed.instance);
    return streamed;
  }

  /** The node anew, with these instances beside {@code db}. */
  void restart(String more) throws Exception {
    stage.restart(instance + "\n" + more);
  }

  RestoreStage.Typed stream(String... more) {
    List<String> typed = new ArrayList<>(List.of("stream", "db", "--to", target.toString()));
    typed.addAll(List.of(more));
    return stage.lull(typed.toArray(String[]::new));
  }

  /** A stream that somebody else takes meanwhile; it has begun to read. */
  CompletableFuture<RestoreStage.Typed> slow(String... more) {
    CompletableFuture<RestoreStage.Typed> slow =
        CompletableFuture.supplyAsync(() -> stream(more), task -> Thread.ofPlatform().start(task));
    while (!stage.lull("instances").out().contains("DATABASES")) {
      if (slow.isDone()) {
        throw new AssertionError("expected a stream that goes on, but it ended: " + slow.join());
      }
    }
    return slow;
  }

  static void good(RestoreStage.Typed typed) {
    assertThat(typed.exit()).as(typed.toString()).isZero();
  }

  /** The logs in the archive, in their order. */
  TreeSet<String> archived() throws IOException {
    try (Stream<Path> files = Files.list(archive)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.length() == 24)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  Path archive() {
    return archive;
  }

  @Override
  public void close() throws IOException {
    try {
      stage.close();
    } finally {
      server.close();
    }
  }
}
