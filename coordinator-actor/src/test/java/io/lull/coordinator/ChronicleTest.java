package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lull.coordinator.Chronicle.Settings;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.catalogue.Verified;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionEvent.CopyDeleted;
import io.lull.protocol.session.SessionEvent.DutiesTaken;
import io.lull.protocol.session.SessionEvent.DutyDone;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.SessionOpened;
import io.lull.protocol.session.SessionEvent.SetBegun;
import io.lull.protocol.session.SessionEvent.SetPinned;
import io.lull.protocol.session.SessionEvent.SetUnpinned;
import io.lull.protocol.session.SessionEvent.SetVerified;
import io.lull.protocol.session.SessionEvent.WindowClosed;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.Verification;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupFailed;
import io.lull.protocol.stream.session.StreamTerms;
import io.lull.protocol.window.WindowReport;
import io.lull.wire.EventLog;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.StreamView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator tells of sessions and sets, read from the embedded journal. */
class ChronicleTest {
  private static final SessionId A = new SessionId("s-a");
  private static final SessionId B = new SessionId("s-b");
  private static final SessionId C = new SessionId("s-c");
  private static final SetId SET = new SetId("set-a");
  private static final SessionEvent OPENED = new SessionOpened(CoordinatorFixture.POLICY);
  private static final SessionEvent RELEASED = new PhaseEntered(SessionPhase.RELEASED);
  private static final Duty DEBT = new Duty.DeleteCopies(new ProviderId(new HostId("h"), "p"));

  private static final StreamSessionEvent ASKED =
      new BackupAsked(
          new RequestId("r-1"),
          new HostId("h"),
          new InstanceId("mail"),
          StreamKind.FULL,
          new Stamp(A, SET, new Epoch(1), new Incarnation(1), SlotEpoch.NONE),
          new StreamTerms(new Incarnation(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));

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

  private static List<SessionId> ids(List<SessionView> views) {
    return views.stream().map(SessionView::session).toList();
  }

  private static SessionEvent begun(SetId set) {
    return new SetBegun(set, SessionPhase.METADATA_GATHERED);
  }

  @Test
  void aSessionIsAsItsEventsTell() {
    assertThat(chronicle.session(A)).isEmpty();
    Fault fault = Fault.of(Failure.PROVIDER_VETO, "the test says so");

    journal.write(A, OPENED, begun(SET), new SessionEvent.CreationFailed(fault));
    SessionView view = chronicle.session(A).orElseThrow();

    assertThat(view)
        .extracting(
            SessionView::version,
            SessionView::phase,
            SessionView::over,
            SessionView::lowest,
            SessionView::set,
            SessionView::failure)
        .containsExactly(
            3L,
            SessionPhase.INITIALIZED,
            false,
            CoordinatorFixture.POLICY.lowest(),
            Optional.of(SET),
            Optional.of(fault));
    journal.write(A, RELEASED);
    assertThat(chronicle.session(A).orElseThrow())
        .extracting(SessionView::version, SessionView::over, SessionView::began)
        .containsExactly(4L, true, view.began());
  }

  @Test
  void sessionsComeTheLatestFirstAndOnlyOpenOnesIfSaid() {
    journal.write(A, OPENED);
    journal.write(B, OPENED, RELEASED);
    journal.write(C, OPENED);

    assertThat(ids(chronicle.sessions(10, false))).containsExactly(C, B, A);
    assertThat(ids(chronicle.sessions(2, false))).containsExactly(C, B);
    assertThat(ids(chronicle.sessions(10, true))).containsExactly(C, A);
    assertThat(chronicle.sessions(10, false))
        .allSatisfy(view -> assertThat(chronicle.session(view.session())).contains(view));
  }

  @Test
  void aSessionThatWasOverLongAgoIsLookedUp() {
    Chronicle forgetful =
        Chronicle.of(journal.kit.system(), new Settings(Duration.ofMillis(10), 10, 1));
    journal.write(A, OPENED, begun(SET), RELEASED);
    journal.write(B, OPENED, RELEASED);

    assertThat(ids(forgetful.sessions(10, false))).containsExactly(B);
    assertThat(forgetful.session(A)).isEqualTo(chronicle.session(A)).isPresent();
    assertThat(forgetful.set(SET)).isPresent();
  }

  @Test
  void aStreamThatWasOverLongAgoIsLookedUp() {
    Chronicle forgetful =
        Chronicle.of(journal.kit.system(), new Settings(Duration.ofMillis(10), 10, 1));
    Fault lost = Fault.of(Failure.PROVIDER_VETO, "the test says so");
    journal.write(A, ASKED, new BackupFailed(lost));
    journal.write(B, ASKED, new BackupFailed(lost));
    journal.write(C, ASKED);

    assertThat(forgetful.streams(10, false)).extracting(StreamView::session).containsExactly(C, B);
    assertThat(forgetful.stream(A)).isEqualTo(chronicle.stream(A)).isPresent();
    assertThat(forgetful.stream(A).flatMap(StreamView::fault)).contains(lost);
    assertThat(chronicle.streams(2, false))
        .extracting(StreamView::over)
        .containsExactly(false, true);
    assertThat(chronicle.streams(10, true)).extracting(StreamView::session).containsExactly(C);
    assertThat(chronicle.stream(new SessionId("s-none"))).isEmpty();
  }

  @Test
  void aSessionThatWasOverMayGoOn() {
    journal.write(A, OPENED, begun(SET), RELEASED);
    assertThat(chronicle.session(A)).map(SessionView::over).contains(true);

    journal.write(A, new DutiesTaken(List.of(DEBT)));
    SessionView open = chronicle.session(A).orElseThrow();
    assertThat(open).extracting(SessionView::over, SessionView::version).containsExactly(false, 4L);
    assertThat(ids(chronicle.sessions(10, true))).containsExactly(A);
    assertThat(Chronicle.of(journal.kit.system()).session(A)).contains(open);

    journal.write(A, new DutyDone(DEBT));
    assertThat(chronicle.sessions(10, false))
        .extracting(SessionView::session, SessionView::over, SessionView::set)
        .containsExactly(tuple(A, true, Optional.of(SET)));
  }

  @Test
  void aSetGoesWithItsSessionAndNotWithoutIt() {
    journal.write(A, OPENED, begun(SET));
    assertThat(chronicle.set(SET)).map(CatalogueEntry::state).contains(SetState.CREATING);

    journal.write(A, new SessionEvent.SetGivenUp(SET), begun(new SetId("second")));
    assertThat(chronicle.sets())
        .extracting(CatalogueEntry::set)
        .containsExactly(new SetId("second"));

    journal.write(A, RELEASED);
    assertThat(chronicle.sets())
        .extracting(CatalogueEntry::set, CatalogueEntry::state)
        .containsExactly(tuple(new SetId("second"), SetState.FAILED));
    assertThat(chronicle.certificate(new SetId("second"))).isEmpty();
    assertThat(chronicle.certificate(new SetId("third"))).isEmpty();
  }

  @Test
  void aSetKeepsWhenItWasCreatedAndWhatWasSaidOfItSinceAlsoOfASessionThatIsOver() {
    Volume volume = new Volume(new HostId("h"), "/data");
    ProviderId provider = new ProviderId(volume.host(), "p");
    Verification found = new Verification(true, "all of it");
    journal.write(
        A,
        OPENED,
        new SessionEvent.ContextSet(SessionContext.APP_ROLLBACK),
        begun(SET),
        new SessionEvent.VolumeAdded(volume, provider, Incarnation.FIRST, Cut.ATOMIC, List.of()),
        new SessionEvent.SetCreated(ChronicleFixture.certificate(SET)),
        RELEASED);
    CatalogueEntry created = chronicle.set(SET).orElseThrow();
    Instant at = chronicle.events(A, 4).getFirst().at();
    assertThat(created.created()).contains(at);

    journal.write(A, new SetPinned("audit"), new SetVerified(found));

    Instant verified = chronicle.events(A, 7).getFirst().at();
    assertThat(chronicle.set(SET).orElseThrow())
        .extracting(CatalogueEntry::created, CatalogueEntry::pinned, CatalogueEntry::verification)
        .containsExactly(
            Optional.of(at), Optional.of("audit"), Optional.of(new Verified(verified, found)));
    assertThat(chronicle.sessions(10, true)).isEmpty();
    assertThat(chronicle.session(A)).map(SessionView::over).contains(true);

    journal.write(A, new SetUnpinned(), new CopyDeleted(new SnapshotId(SET, volume)));

    CatalogueEntry deleted = chronicle.set(SET).orElseThrow();
    assertThat(deleted.state()).isEqualTo(SetState.DELETED);
    assertThat(deleted.created()).contains(at);
    assertThat(deleted.pinned()).isEmpty();
    assertThat(Chronicle.of(journal.kit.system()).set(SET)).contains(deleted);
  }

  @Test
  void theSetOfASessionIsSettledWhenThatIsOver() {
    journal.write(A, OPENED, begun(SET));
    assertThat(chronicle.sets()).hasSize(1);
    assertThat(chronicle.settledSets()).isEmpty();

    journal.write(A, RELEASED);

    assertThat(chronicle.settledSets()).extracting(CatalogueEntry::set).containsExactly(SET);
  }

  @Test
  void setsComeTheLatestChangedFirst() {
    journal.write(A, OPENED, begun(SET));
    journal.write(B, OPENED, begun(new SetId("set-b")));
    journal.write(A, RELEASED);

    assertThat(chronicle.sets()).extracting(CatalogueEntry::session).containsExactly(A, B);
  }

  @Test
  void theReportOfAWindowIsThereAsSoonAsItHasClosed() {
    WindowReport report =
        new WindowReport(
            SET,
            Epoch.FIRST,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Duration.ofMillis(3),
            Optional.empty());
    journal.write(A, OPENED, begun(SET));
    assertThat(chronicle.state(A).creation().flatMap(Creation::report)).isEmpty();

    journal.write(A, new WindowClosed(report));
    assertThat(chronicle.state(A).creation().flatMap(Creation::report)).contains(report);
    journal.write(A, RELEASED);
    assertThat(chronicle.state(A).creation().flatMap(Creation::report)).contains(report);
    assertThat(chronicle.state(B).creation().flatMap(Creation::report)).isEmpty();
  }

  @Test
  void eventsAreThoseAfterTheLastThatWasSeen() {
    journal.write(A, OPENED, begun(SET));
    journal.write(B, OPENED);
    journal.write(A, RELEASED);

    assertThat(chronicle.events(A, 0))
        .extracting(EventLog.Entry::sequence, EventLog.Entry::event)
        .containsExactly(tuple(1L, OPENED), tuple(2L, begun(SET)), tuple(3L, RELEASED));
    assertThat(chronicle.events(A, 2)).extracting(EventLog.Entry::event).containsExactly(RELEASED);
    assertThat(chronicle.events(A, 3)).isEmpty();
    assertThat(chronicle.events(C, 0)).isEmpty();
  }
}
