package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.journal.PostgresServer;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RefusedException;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R3 and R4 on a real journal that stands still, goes away and comes back. */
class JournalOutageTest {
  private static final Policy POLICY = new Policy(Limits.defaults(), Grade.APPLICATION, true);
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path directory;
  private PostgresServer postgres;
  private Relay relay;
  private LullNode node;

  @BeforeEach
  void start() throws Exception {
    postgres = PostgresServer.start();
    URI journal = URI.create(postgres.freshDatabase().substring("jdbc:".length()));
    relay = new Relay(journal.getPort());
    node =
        LullNode.start(
            ConfigFactory.parseString(
                """
                lull {
                  node.host = alone
                  api.listen = ""
                  cluster.port = %d
                  host.life-file = "%s/life"
                  journal { profile = postgres, connect-limit = 1 s }
                  journal.postgres { url = "jdbc:postgresql://127.0.0.1:%d%s", user = lull }
                  health { every = 500 ms, journal-age = 2 s }
                  writers.db { kind = test, diary = "%s/diary", freeze = "delay 3s" }
                  providers.main { kind = test, directory = "%s/copies" }
                }
                """
                    .formatted(
                        Ports.free(),
                        directory,
                        relay.port(),
                        journal.getPath(),
                        directory,
                        directory)));
    eventually(() -> assertThat(node.hosts().get()).isNotEmpty());
  }

  @AfterEach
  void stop() throws IOException {
    relay.letFlow();
    relay.mend();
    node.close();
    relay.close();
    postgres.close();
  }

  @Test
  void aJournalThatStandsStillFromTheFirstFreezeOnDelaysNoThaw() {
    CompletableFuture<Created> backup = backup();
    eventually(() -> assertThat(diary()).contains(" CALLED FREEZE "));

    relay.hold();

    eventually(() -> assertThat(diary()).contains(" RUNS_AGAIN THAW "));
    assertThat(backup).isNotDone();

    relay.letFlow();

    assertThat(backup).succeedsWithin(LONG).extracting(Created::grade).isEqualTo(Grade.APPLICATION);
  }

  @Test
  void aJournalThatGoesAwayInsideTheWindowCostsNoHoldAndKeepsTheOutcome() {
    CompletableFuture<Created> backup = backup();
    eventually(() -> assertThat(diary()).contains(" CALLED FREEZE "));

    relay.cut();

    eventually(() -> assertThat(diary()).contains(" RUNS_AGAIN THAW "));
    assertThat(backup).isNotDone();

    relay.mend();

    assertThat(backup).succeedsWithin(LONG).extracting(Created::grade).isEqualTo(Grade.APPLICATION);
    assertThat(diary()).containsOnlyOnce(" CALLED FREEZE ").doesNotContain(" CALLED ABORT ");
  }

  @Test
  void aJournalThatIsDownRefusesNewSessionsUntilItIsBack() {
    relay.cut();

    eventually(
        () -> {
          RefusedException refused =
              catchThrowableOfType(RefusedException.class, this::beginAndRelease);
          assertThat(refused).isNotNull();
          assertThat(refused.fault().failure()).isEqualTo(Failure.JOURNAL_UNAVAILABLE);
        });

    relay.mend();

    eventually(this::beginAndRelease);
    assertThat(backup())
        .succeedsWithin(LONG)
        .extracting(Created::grade)
        .isEqualTo(Grade.APPLICATION);
  }

  private CompletableFuture<Created> backup() {
    return Backup.ofEverything(POLICY, _ -> CompletableFuture.completedStage(Set.of()))
        .run(node.client())
        .toCompletableFuture();
  }

  private void beginAndRelease() {
    try {
      node.client()
          .begin(POLICY)
          .thenCompose(opened -> opened.release())
          .toCompletableFuture()
          .get(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw new AssertionError(failed);
    } catch (InterruptedException | TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  private String diary() {
    Path file = directory.resolve("diary");
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void eventually(Runnable promise) {
    TestProbe.create(node.system())
        .awaitAssert(
            LONG,
            () -> {
              promise.run();
              return promise;
            });
  }
}
