package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.POLICY;
import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.ClientSettings;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Lull;
import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R3 and R4: what a journal may do to a backup, and what it may not. */
class JournalTroubleTest {
  private static final HostId A = new HostId("a");
  private static final HostId B = new HostId("b");

  // A journal that blocks holds its own thread and nobody else's, as a database pool does.
  private final CoordinatorFixture cluster =
      new CoordinatorFixture(
          ConfigFactory.parseString(
              "pekko.persistence.testkit.journal.plugin-dispatcher = "
                  + "pekko.actor.default-blocking-io-dispatcher"));
  private final BrokenJournal journal = new BrokenJournal();
  private HostDouble.Script a;
  private HostDouble.Script b;

  @BeforeEach
  void start() {
    a = cluster.host(A);
    b = cluster.host(B);
    cluster.journal.withPolicy(journal);
  }

  @AfterEach
  void stop() {
    journal.unblock();
    cluster.close();
  }

  private CompletionStage<Created> backup() {
    return Backup.ofEverything(POLICY, _ -> CompletableFuture.completedStage(Set.of()))
        .run(cluster.lull);
  }

  @Test
  void aJournalThatBlocksInsideTheWindowDelaysNobodyWhoStandsStill() {
    a.whenAsked =
        name -> {
          if (name.equals("Freeze")) {
            journal.block();
          }
        };

    CompletionStage<Created> created = backup();

    cluster.eventually(() -> assertThat(a.count("Thaw")).isEqualTo(1));
    cluster.eventually(() -> assertThat(b.count("Thaw")).isEqualTo(1));
    assertThat(a.count("PreFinalCommit")).isZero();
    assertThat(created.toCompletableFuture()).isNotDone();

    journal.unblock();

    assertThat(await(created).grade()).isEqualTo(Grade.APPLICATION);
    assertThat(a.count("Abort")).isZero();
  }

  @Test
  void aJournalThatIsDownRefusesNewSessionsAndSaysSo() {
    cluster.journalTrouble = "the last answer was 16 s ago";

    assertThatThrownBy(() -> await(backup()))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.fault().failure()).isEqualTo(Failure.JOURNAL_UNAVAILABLE);
              assertThat(refused).hasMessageContaining("16 s ago");
            });
    // Whoever begins and is refused releases what may have begun all the same, which wakes it.
    cluster.eventually(() -> assertThat(cluster.sessions()).isEmpty());

    cluster.journalTrouble = null;

    assertThat(await(backup()).grade()).isEqualTo(Grade.APPLICATION);
  }

  @Test
  void aBeginThatTheJournalNeverAnsweredLeavesNoSessionWhenItIsBack() {
    journal.block();
    AtomicLong ids = new AtomicLong();
    Lull impatient =
        cluster
            .lull
            .with(() -> new UUID(0, ids.getAndIncrement()))
            .with(
                new ClientSettings(
                    Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMinutes(1)));

    assertThatThrownBy(() -> await(impatient.begin(POLICY)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(Failure.NO_COORDINATOR));

    journal.unblock();

    String id = SessionActor.persistenceId(new SessionId("s-" + new UUID(0, 0))).id();
    cluster.eventually(
        () ->
            assertThat(cluster.journal.persistedInStorage(id))
                .hasAtLeastOneElementOfType(SessionEvent.ReleaseBegun.class));
  }

  @Test
  void aWindowReportsToASessionThatItsFailedWriteHasStopped() {
    journal.failOnce(event -> event instanceof SessionEvent.WindowClosed);

    assertThat(await(backup()).grade()).isEqualTo(Grade.APPLICATION);

    assertThat(a.count("Freeze")).isEqualTo(1);
    assertThat(a.count("Abort")).isZero();
  }

  @Test
  void aPlanThatIsNotDurableFreezesNobody() {
    journal.failOnce(event -> event instanceof SessionEvent.WindowOpened);

    assertThat(backup().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class);

    assertThat(a.count("Freeze")).isZero();
    assertThat(a.count("Abort")).isPositive();
  }
}
