package io.lull.acceptance.real;

import io.lull.cluster.config.journal.ChildJvm;
import io.lull.kernel.test.Real;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.writer.BackupType;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.guard.Watch;
import io.lull.writer.mariadb.TestMariadb;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A server or a library of each kind, a node in a process of its own that holds all of them at
 * once, and somebody who writes to each all the time.
 */
final class Engines implements AutoCloseable {
  private static final String CLOCK = "clock";

  private final Path directory;
  private final Path memory;
  private final Map<String, Purse> purses = new TreeMap<>();

  private Engines(Path directory, Path memory) {
    this.directory = directory;
    this.memory = memory;
  }

  static Engines start() throws Exception {
    Real.needRoot();
    TestPostgres.need();
    TestMariadb.need();
    TestRedis.need();
    Real.needCommand("python3");
    Engines engines =
        new Engines(
            RealNode.passable(Files.createTempDirectory("lull-engines")),
            Files.createTempDirectory(Path.of("/dev/shm"), "lull"));
    engines.purses.put("postgres", SqlPurse.postgres(engines.volume("postgres")));
    engines.purses.put("mariadb", SqlPurse.mariadb(engines.volume("mariadb")));
    engines.purses.put("redis", PlainPurse.redis(engines.volume("redis")));
    engines.purses.put("sqlite", new SqlitePurse(engines.volume("sqlite"), engines.memory));
    return engines;
  }

  private Path volume(String name) throws IOException {
    return RealNode.passable(Files.createDirectory(directory.resolve(name)));
  }

  /** A node in a process of its own. */
  record Holding(ChildJvm process, Path own) implements AutoCloseable {
    /** Waits until all are held for the copies of a set. */
    void awaitHeld() throws Exception {
      Path diary = own.resolve("copies").resolve("diary.jsonl");
      Calls.await(() -> Files.exists(diary) && Files.readString(diary).contains("PRE_COMMIT"));
    }

    /** Waits until its clock differs so much from that of the machine. */
    void awaitClock(Duration ahead) throws Exception {
      Calls.await(
          () -> {
            // A line without an end is not written yet.
            String time = Files.readString(own.resolve(CLOCK));
            long is = time.endsWith("\n") ? Long.parseLong(time.strip()) : 0;
            return Math.abs(is - System.currentTimeMillis() - ahead.toMillis())
                < Duration.ofMinutes(1).toMillis();
          });
    }

    void signal(String signal) throws Exception {
      ServerProcess.run(List.of("kill", "-" + signal, Long.toString(process.pid())));
    }

    @Override
    public void close() {
      process.close();
    }
  }

  /**
   * Has a node make one set after the other, and waits until it has begun.
   *
   * @param lease how long each may be held; the copies may take a quarter of it
   * @param tricks what goes wrong at its provider, which makes no copies
   */
  Holding hold(Duration lease, String tricks, Map<String, String> environment) throws Exception {
    Path own = Files.createTempDirectory(directory, "node");
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Purse> purse : purses.entrySet()) {
      String writer = purse.getValue().writer().replace("behind = alone/front, ", "");
      text.append(
          "writers.%s { %s, hold = %ds }%n".formatted(purse.getKey(), writer, lease.toSeconds()));
    }
    text.append(
        "providers.main { kind = test, directory = \"%s\", tricks = \"%s\" }%n"
            .formatted(own.resolve("copies"), tricks));
    Path settings = Files.writeString(own.resolve("host.conf"), text);
    ChildJvm process =
        ChildJvm.start(
            environment, Making.class, own.toString(), settings.toString(), lease.toString());
    process.line("started");
    return new Holding(process, own);
  }

  /** Somebody who writes to each. */
  Map<String, Watch> watches() throws Exception {
    Map<String, Watch> watches = new TreeMap<>();
    for (Map.Entry<String, Purse> purse : purses.entrySet()) {
      watches.put(purse.getKey(), Watch.of(new Deposit(purse.getValue())));
    }
    return watches;
  }

  /** Puts something in, again and again. */
  private record Deposit(Purse purse, Purse.Hand hand) implements Watch.Target {
    Deposit(Purse purse) throws Exception {
      this(purse, purse.hand(0));
    }

    @Override
    public boolean write() throws Exception {
      hand.put(1);
      return !purse.inBackupMode();
    }

    @Override
    public void close() throws IOException {
      try {
        hand.close();
      } catch (SQLException failed) {
        throw new IOException(failed);
      }
    }
  }

  /** Waits until no guard notes a hold any more. */
  void awaitNothingNoted() throws Exception {
    Calls.await(
        () -> {
          try (Stream<Path> notes = Files.list(memory)) {
            return notes.findAny().isEmpty();
          }
        });
  }

  @Override
  public void close() throws IOException {
    purses.values().forEach(Purse::close);
    ServerProcess.remove(memory);
    ServerProcess.remove(directory);
  }

  /** Has a node that makes one set after the other, and says what came of each. */
  static final class Making {
    private static final int ENGINES = 4;
    private static final int PARTS = 4;

    private Making() {}

    public static void main(String[] arguments) throws Exception {
      Path clock = Path.of(arguments[0]).resolve(CLOCK);
      Limits limits =
          Limits.defaults()
              .with(Setting.COMMIT, Duration.parse(arguments[2]).dividedBy(PARTS))
              .with(Setting.THAW, Duration.ofSeconds(1));
      Policy policy = new Policy(limits, Grade.CRASH, true);
      LullNode node =
          RealNode.start(Path.of(arguments[0]), Files.readString(Path.of(arguments[1])));
      Calls.await(() -> described(node, policy) == ENGINES);
      System.out.println("started");
      Thread.ofPlatform().daemon().start(() -> tellTheTime(clock));
      while (true) {
        try {
          RealNode.backup(node, policy, () -> {});
          System.out.println("made");
        } catch (CompletionException refused) {
          // As well when the machine was too busy to freeze all of them in time.
          System.out.println("refused " + refused.getCause());
        }
      }
    }

    private static int described(LullNode node, Policy policy) {
      return node.client()
          .begin(policy)
          .thenCompose(opened -> opened.describe(new BackupState(true, false, BackupType.FULL)))
          .thenCompose(described -> described.release().thenApply(_ -> described.writers().size()))
          .toCompletableFuture()
          .join();
    }

    private static void tellTheTime(Path clock) {
      try {
        while (true) {
          Files.writeString(clock, System.currentTimeMillis() + "\n");
          LockSupport.parkNanos(20_000_000);
        }
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }
}
