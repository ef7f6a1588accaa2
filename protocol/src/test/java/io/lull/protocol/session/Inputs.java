package io.lull.protocol.session;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Everything that might plausibly be given to a session in its present state. */
final class Inputs {
  private static final HostId HOST = new HostId("a");
  private static final WriterId WRITER = new WriterId(HOST, "db");
  private static final ProviderId PROVIDER = new ProviderId(HOST, "disk");
  private static final Volume VOLUME = new Volume(HOST, "/further");
  private static final Fault FAULT = Fault.of(Failure.PROVIDER_VETO, "a walk");
  private static final Fault RESTARTED = Fault.of(Failure.STALE_INCARNATION, "a walk");

  private final Session session;
  private final RequestId id;
  private final List<SessionInput> inputs = new ArrayList<>();

  private Inputs(Session session) {
    this.session = session;
    this.id = fresh(session.ledger());
  }

  static List<SessionInput> of(Session session) {
    Inputs all = new Inputs(session);
    all.setUp();
    all.verbs();
    all.whatWritersSay();
    all.whatProvidersSay();
    all.whatSlotsSay();
    all.whatHappens();
    return all.inputs;
  }

  private static RequestId fresh(Ledger ledger) {
    return new RequestId("walk" + ledger.pending().size() + "-" + ledger.answered().size());
  }

  private void setUp() {
    inputs.add(new SessionInput.InitializeForBackup(id, session.policy()));
    Limits impossible = Limits.defaults().with(Setting.HOLD, Duration.ZERO);
    inputs.add(
        new SessionInput.InitializeForBackup(
            id, new Policy(impossible, session.policy().lowest(), false)));
    inputs.add(new SessionInput.SetContext(id, SessionContext.BACKUP));
    inputs.add(new SessionInput.SetContext(id, SessionContext.FILE_SHARE_BACKUP));
    inputs.add(new SessionInput.SetBackupState(id, new BackupState(true, false, BackupType.FULL)));
    inputs.add(new SessionInput.DisableWriters(id, Set.of(WRITER)));
    inputs.add(new SessionInput.GatherWriterMetadata(id, Map.of()));
    inputs.add(new SessionInput.GatherWriterMetadata(id, Map.of(WRITER, Incarnation.FIRST)));
    session.roster().writers().values().stream()
        .flatMap(entry -> entry.metadata().components().stream())
        .forEach(part -> inputs.add(new SessionInput.AddComponent(id, part.id())));
    inputs.add(new SessionInput.StartSnapshotSet(id, new SetId("walk"), Set.of(), Set.of()));
    inputs.add(new SessionInput.StartSnapshotSet(id, new SetId("walk"), Set.of(HOST), Set.of()));
    inputs.add(
        new SessionInput.AddToSnapshotSet(
            id,
            VOLUME,
            Optional.empty(),
            List.of(new Candidate(PROVIDER, ProviderKind.SYSTEM, Cut.ATOMIC, Incarnation.FIRST))));
  }

  private void verbs() {
    inputs.add(new SessionInput.PrepareForBackup(id));
    inputs.add(new SessionInput.GatherWriterStatus(id));
    inputs.add(new SessionInput.DoSnapshotSet(id));
    inputs.add(new SessionInput.GetSnapshotProperties(id));
    for (ComponentId chosen : session.roster().chosen().keySet()) {
      inputs.add(new SessionInput.SetBackupSucceeded(id, chosen, true, Map.of()));
    }
    inputs.add(
        new SessionInput.SetBackupSucceeded(id, new ComponentId(WRITER, "none"), true, Map.of()));
    inputs.add(new SessionInput.BackupComplete(id));
    inputs.add(new SessionInput.AbortBackup(id));
    inputs.add(new SessionInput.DeleteSnapshots(id, List.of()));
    inputs.add(new SessionInput.PinSet(id, "a walk"));
    inputs.add(new SessionInput.UnpinSet(id));
    inputs.add(new SessionInput.RecordVerification(id, new Verification(true, "a walk")));
    inputs.add(new SessionInput.Release(id));
    inputs.add(new SessionInput.QueryStatus(id, new RequestId("r1")));
    inputs.add(new SessionInput.Cancel(id, new RequestId("r1")));
    session.ledger().pending().keySet().stream()
        .map(request -> new SessionInput.Cancel(id, request))
        .forEach(inputs::add);
    inputs.add(new SessionInput.KeepAlive(id));
  }

  private void whatWritersSay() {
    SortedSet<WriterId> writers = new TreeSet<>(session.round().writers());
    writers.addAll(session.participants());
    writers.add(WRITER);
    for (WriterId writer : writers) {
      describe(writer);
      for (WriterStep step : WriterStep.values()) {
        for (HandlerResult result : results()) {
          said(new WriterReply.Handled(writer, stamp(writer.host()), step, result));
        }
        said(refused(writer, step, FAULT));
        said(refused(writer, step, RESTARTED));
      }
    }
  }

  private void describe(WriterId writer) {
    Optional<WriterMetadata> metadata = session.roster().entry(writer).map(WriterEntry::metadata);
    WriterMetadata known = metadata.orElseGet(() -> SessionCoverageTest.metadata(writer));
    said(new WriterReply.Identified(writer, session.id(), Incarnation.FIRST, known));
    said(new WriterReply.Unidentified(writer, session.id(), FAULT));
  }

  private void whatProvidersSay() {
    SortedSet<ProviderId> providers = new TreeSet<>(session.round().providers());
    session.creation().ifPresent(set -> providers.addAll(set.providers()));
    providers.add(PROVIDER);
    for (ProviderId provider : providers) {
      Stamp stamp = stamp(provider.host());
      for (StepResult result : List.of(new StepResult.Done(), new StepResult.Failed(FAULT))) {
        for (ProviderStep step : ProviderStep.values()) {
          said(new ProviderReply.Stepped(provider, stamp, step, result));
        }
        said(new ProviderReply.Begun(provider, stamp, VOLUME, result));
        said(new ProviderReply.Deleted(provider, stamp, List.of(), result));
        session
            .work()
            .deletion()
            .ifPresent(
                deletion ->
                    said(
                        new ProviderReply.Deleted(
                            provider, stamp, List.of(deletion.left().getFirst()), result)));
      }
      for (ProviderStep step : ProviderStep.values()) {
        for (Failure failure : List.of(Failure.OBJECT_NOT_FOUND, Failure.STALE_INCARNATION)) {
          said(
              new ProviderReply.Refused(
                  provider,
                  stamp,
                  step,
                  session.life(provider.host()).next(),
                  Fault.of(failure, "a walk")));
        }
      }
    }
  }

  private void whatSlotsSay() {
    SetId set = session.creation().map(Creation::set).orElse(new SetId("none"));
    SortedSet<HostId> hosts = new TreeSet<>(session.round().slots());
    session.creation().ifPresent(creation -> hosts.addAll(creation.slots().keySet()));
    hosts.add(HOST);
    for (HostId host : hosts) {
      SlotEpoch slot = new SlotEpoch(Math.max(1, session.slot(host).number()));
      said(new SlotReply.SlotGranted(host, session.id(), set, slot));
      said(new SlotReply.SlotBusy(host, session.id(), set, session.id(), Instant.EPOCH));
      said(new SlotReply.SlotReleased(host, session.id(), set));
      inputs.add(new SessionInput.SlotQuestioned(host, slot));
    }
    inputs.add(new SessionInput.FateAsked(PROVIDER, set));
  }

  private void whatHappens() {
    inputs.add(new SessionInput.TimerDue(new SessionTimer.RoundLimit(session.round().number())));
    for (RequestId request : session.work().admissions().keySet()) {
      inputs.add(new SessionInput.TimerDue(new SessionTimer.AdmissionLimit(request)));
    }
    inputs.add(new SessionInput.TimerDue(new SessionTimer.DeletionLimit()));
    inputs.add(new SessionInput.TimerDue(new SessionTimer.RetryDuties()));
    inputs.add(new SessionInput.TimerDue(new SessionTimer.RequesterLease()));
    for (HostId host : session.roster().lives().keySet()) {
      inputs.add(new SessionInput.HostLost(host, FAULT));
    }
    inputs.add(new SessionInput.HostLost(new HostId("stranger"), FAULT));
    inputs.add(new SessionInput.TakeOver());
    SetId set = session.creation().map(Creation::set).orElse(new SetId("none"));
    report(set, session.epoch(), Optional.empty());
    report(set, session.epoch(), Optional.of(FAULT));
    report(set, session.epoch().next(), Optional.empty());
  }

  private void report(SetId set, Epoch epoch, Optional<Fault> failure) {
    inputs.add(
        new SessionInput.WindowReported(
            new WindowReport(
                set,
                epoch,
                failure,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                session.participants(),
                Duration.ZERO,
                Optional.empty())));
  }

  private static List<HandlerResult> results() {
    return List.of(
        new HandlerResult.Done(),
        new HandlerResult.Failed(FAULT),
        new HandlerResult.Objected(FAULT));
  }

  private WriterReply refused(WriterId writer, WriterStep step, Fault fault) {
    Incarnation next = session.life(writer.host()).next();
    return new WriterReply.Refused(writer, stamp(writer.host()), step, next, fault);
  }

  private Stamp stamp(HostId host) {
    return session.creation().isPresent()
        ? session.stamp(host)
        : new Stamp(
            session.id(),
            new SetId("none"),
            session.epoch(),
            session.life(host),
            session.slot(host));
  }

  private void said(WriterReply reply) {
    inputs.add(new SessionInput.WriterSaid(reply));
  }

  private void said(ProviderReply reply) {
    inputs.add(new SessionInput.ProviderSaid(reply));
  }

  private void said(SlotReply reply) {
    inputs.add(new SessionInput.SlotSaid(reply));
  }
}
