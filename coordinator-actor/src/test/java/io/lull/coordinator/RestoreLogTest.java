package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.Replay;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.SessionView;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What restores start from and leave behind, read from the embedded journal. */
class RestoreLogTest {
  private static final HostId HOST = new HostId("h");
  private static final SessionId BACKUP = new SessionId("s-backup");
  private static final SessionId RESTORE = new SessionId("restore-a");
  private static final SetId SET = new SetId("set-a");
  private static final RequestId CALL = new RequestId("r-late");
  private static final ComponentId COMPONENT = HostDouble.component(HOST);
  private static final BackupDocument DOCUMENT =
      new BackupDocument(
          SET,
          BackupType.COPY,
          false,
          Map.of(
              HostDouble.writer(HOST),
              new SavedWriter(HostDouble.metadata(HOST), Set.of(COMPONENT), Set.of(COMPONENT))));

  @TempDir Path directory;
  private ChronicleFixture journal;
  private Chronicle chronicle;

  @BeforeEach
  void start() {
    journal = new ChronicleFixture(directory);
    chronicle = Chronicle.of(journal.kit.system());
  }

  @AfterEach
  void stop() {
    chronicle.close();
    journal.close();
  }

  @Test
  void theChronicleHasTheDocumentOfASetThatWasCertified() {
    journal.write(
        BACKUP,
        new SessionEvent.SessionOpened(CoordinatorFixture.POLICY),
        new SessionEvent.BackupStateSet(new BackupState(true, false, BackupType.COPY)),
        new SessionEvent.WriterIdentified(HostDouble.metadata(HOST)),
        new SessionEvent.ComponentAdded(COMPONENT),
        new SessionEvent.SetBegun(SET, SessionPhase.METADATA_GATHERED));
    assertThat(chronicle.document(SET)).isEmpty();

    journal.write(BACKUP, new SessionEvent.SetCreated(ChronicleFixture.certificate(SET)));
    assertThat(chronicle.document(SET).orElseThrow().writers().get(HostDouble.writer(HOST)))
        .as("nobody has said yet that anything was stored")
        .isEqualTo(new SavedWriter(HostDouble.metadata(HOST), Set.of(COMPONENT), Set.of()));

    journal.write(
        BACKUP,
        new SessionEvent.BackupMarked(COMPONENT, true),
        new SessionEvent.PhaseEntered(SessionPhase.RELEASED));

    assertThat(chronicle.document(SET)).contains(DOCUMENT);
    assertThat(chronicle.document(new SetId("another"))).isEmpty();
  }

  @Test
  void aRestoreIsNoSessionOfTheChronicleAndItsLogCanBeReplayed() throws Exception {
    journal.write(
        RESTORE,
        new RestoreEvent.RestoreInitialized(new RestoreTerms(DOCUMENT, Limits.defaults(), true)));
    journal.write(BACKUP, new SessionEvent.SessionOpened(CoordinatorFixture.POLICY));

    assertThat(chronicle.sessions(10, false))
        .extracting(SessionView::session)
        .containsExactly(BACKUP);
    Path file = directory.resolve("restore.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      assertThat(SessionLogs.export(journal.kit.system(), RESTORE, "test", out)).isEqualTo(1);
    }
    assertThat(Replay.restore(EventLogReader.read(file, EventLogKind.RESTORE)))
        .satisfies(
            restore -> {
              assertThat(restore.phase()).isEqualTo(RestorePhase.INITIALIZED);
              assertThat(restore.document()).isEqualTo(DOCUMENT);
            });
  }

  @Test
  void theChronicleListsRestoresAndWhatBecameOfThem() {
    RestoreTerms terms = new RestoreTerms(DOCUMENT, Limits.defaults(), true);
    SessionId refused = new SessionId("restore-refused");
    SessionId later = new SessionId("restore-later");
    Fault fault = Fault.of(Failure.BAD_STATE, "nobody has begun it");
    journal.write(refused, new RestoreEvent.Replied(new RestoreReply.Refused(CALL, fault)));
    journal.write(
        RESTORE,
        new RestoreEvent.RestoreInitialized(terms),
        new RestoreEvent.ComponentSelected(COMPONENT));
    journal.write(later, new RestoreEvent.RestoreInitialized(terms));

    assertThat(chronicle.restores(10, false))
        .extracting(RestoreView::session)
        .containsExactly(later, RESTORE);

    journal.write(
        RESTORE,
        new RestoreEvent.FileStatusSet(COMPONENT, FileRestoreStatus.ALL),
        new RestoreEvent.RestoreReleased());
    // Of one that is over an event may still come, as when somebody calls it once more.
    for (Chronicle any : List.of(chronicle, Chronicle.of(journal.kit.system()))) {
      assertThat(any.restores(10, true)).extracting(RestoreView::session).containsExactly(later);
      assertThat(any.restores(1, false)).extracting(RestoreView::session).containsExactly(later);
    }
    journal.write(RESTORE, new RestoreEvent.Replied(new RestoreReply.Refused(CALL, fault)));
    assertThat(chronicle.restores(10, false).getLast())
        .satisfies(
            over -> {
              assertThat(over.session()).isEqualTo(RESTORE);
              assertThat(over.version()).isEqualTo(5);
              assertThat(over.over()).isTrue();
              assertThat(over.set()).contains(SET);
              assertThat(over.components())
                  .containsExactly(Map.entry(COMPONENT, FileRestoreStatus.ALL));
            });
    assertThat(chronicle.restores(10, false).getLast())
        .isEqualTo(chronicle.restore(RESTORE).orElseThrow());
    assertThat(chronicle.restore(refused)).isEmpty();
  }
}
