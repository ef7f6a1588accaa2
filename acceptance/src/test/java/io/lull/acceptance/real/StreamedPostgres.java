package io.lull.acceptance.real;

import io.lull.acceptance.program.Ran;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.Calls;
import io.lull.writer.postgres.ArchivingPostgres;
import io.lull.writer.postgres.PgBench;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.postgres.WalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * A real server that archives its log, a node that streams it as instance {@code db}, and somebody
 * who types commands.
 */
final class StreamedPostgres implements AutoCloseable {
  final RestoreStage stage;
  final ArchivingPostgres postgres;
  final TestPostgres server;
  final Path target;
  private final List<StreamCalls> begun = new ArrayList<>();

  private StreamedPostgres(RestoreStage stage, ArchivingPostgres postgres) {
    this.stage = stage;
    this.postgres = postgres;
    this.server = postgres.server();
    this.target = stage.directory.resolve("target");
  }

  static StreamedPostgres start() throws Exception {
    TestPostgres.need();
    RestoreStage stage = RestoreStage.make();
    ArchivingPostgres postgres = ArchivingPostgres.create(stage.directory.resolve("server"));
    StreamedPostgres streamed = new StreamedPostgres(stage, postgres);
    PgBench.fill(postgres.server());
    stage.start(streamed.instance());
    return streamed;
  }

  private String instance() throws IOException {
    return "instances.db { kind = postgres, %s }\n"
        .formatted(RealNode.settings(postgres.settings()));
  }

  /** The node anew, with these instances beside {@code db}. */
  void restart(String more) throws Exception {
    stage.restart(instance() + more);
  }

  /** The node anew, as if nothing had ever been streamed. */
  void forget() throws Exception {
    Files.deleteIfExists(stage.memory.resolve("stream-db.json"));
    restart("");
  }

  /** A stream whose calls somebody makes himself. */
  StreamCalls begin(StreamKind kind) throws Exception {
    StreamCalls calls = stage.streamCalls();
    calls.begin(kind);
    begun.add(calls);
    return calls;
  }

  /** None of those streams is in the way of another one any more. */
  void giveUp() throws Exception {
    for (StreamCalls calls : begun) {
      calls.giveUp();
    }
    begun.clear();
  }

  /**
   * Has the server begin a new log.
   *
   * @return the one before it, which is archived now
   */
  String newLog() throws Exception {
    String log = server.text("SELECT pg_walfile_name(lsn) FROM pg_switch_wal() lsn");
    Calls.await(() -> postgres.archived().contains(log));
    return log;
  }

  /** What a stream has let go is gone, because the source begins the next one after that. */
  void awaitDeleted() throws Exception {
    var _ = begin(StreamKind.INCREMENTAL).end(EndMode.ABORT);
  }

  /** How the archive calls these. */
  Set<String> names(Logs logs) throws Exception {
    long bytes = server.number("SELECT pg_size_bytes(current_setting('wal_segment_size'))");
    return logs.generations().stream()
        .map(generation -> WalFile.ofGeneration(generation, bytes).name())
        .collect(Collectors.toSet());
  }

  Ran stream(String... more) {
    List<String> typed = new ArrayList<>(List.of("stream", "db", "--to", target.toString()));
    typed.addAll(List.of(more));
    return stage.lull(typed.toArray(String[]::new));
  }

  /** A stream that somebody else takes meanwhile; it has begun to read. */
  CompletableFuture<Ran> slow(String... more) {
    CompletableFuture<Ran> slow =
        CompletableFuture.supplyAsync(() -> stream(more), task -> Thread.ofPlatform().start(task));
    while (!stage.lull("instances").out().contains("DATABASES")) {
      if (slow.isDone()) {
        throw new AssertionError("expected a stream that goes on, but it ended: " + slow.join());
      }
    }
    return slow;
  }

  static void good(Ran ran) {
    ran.ends(ExitCode.COMPLETED);
  }

  @Override
  public void close() throws IOException {
    // It writes below the directory of the stage for as long as it runs.
    try {
      postgres.close();
    } finally {
      stage.close();
    }
  }
}
