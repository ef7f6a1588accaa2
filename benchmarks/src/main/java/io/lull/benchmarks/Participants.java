package io.lull.benchmarks;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A session driven, by its own verbs, to where the benchmarks begin to measure. */
final class Participants {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final SessionMachine MACHINE = new SessionMachine();

  private Session session = Session.fresh(new SessionId("s1"));
  private final Map<WriterId, WriterRequest> asked = new TreeMap<>();
  private int requests;

  /** A session with this many writers, all of which have been sent PrepareForBackup. */
  static Participants preparing(int writers) {
    Participants participants = new Participants();
    participants.prepare(writers);
    return participants;
  }

  Session session() {
    return session;
  }

  /** What the writer at this place was asked last. */
  WriterRequest asked(int place) {
    return Optional.ofNullable(asked.get(writer(place))).orElseThrow();
  }

  static WriterId writer(int place) {
    return new WriterId(new HostId("h" + place), "db");
  }

  private void prepare(int writers) {
    Map<WriterId, Incarnation> roster = new TreeMap<>();
    for (int i = 0; i < writers; i++) {
      roster.put(writer(i), Incarnation.FIRST);
    }
    give(
        new SessionInput.InitializeForBackup(
            request(), new Policy(Limits.defaults(), Grade.APPLICATION, true)));
    give(new SessionInput.SetBackupState(request(), new BackupState(true, false, BackupType.FULL)));
    give(new SessionInput.GatherWriterMetadata(request(), roster));
    roster
        .keySet()
        .forEach(
            writer ->
                give(
                    new SessionInput.WriterSaid(
                        new WriterReply.Identified(
                            writer, session.id(), Incarnation.FIRST, metadata(writer)))));
    roster
        .keySet()
        .forEach(writer -> give(new SessionInput.AddComponent(request(), component(writer))));
    SetId set = new SetId("set1");
    give(new SessionInput.StartSnapshotSet(request(), set, Set.of(), Set.of()));
    roster
        .keySet()
        .forEach(
            writer ->
                give(
                    new SessionInput.SlotSaid(
                        new SlotReply.SlotGranted(
                            writer.host(), session.id(), set, new SlotEpoch(1)))));
    give(new SessionInput.PrepareForBackup(request()));
  }

  private void give(SessionInput input) {
    var decision = MACHINE.decide(session, input, NOW);
    session = MACHINE.replay(session, decision.events());
    for (SessionEffect effect : decision.effects()) {
      if (effect instanceof SessionEffect.AskWriter ask
          && ask.request() instanceof WriterRequest request) {
        asked.put(ask.writer(), request);
      }
    }
  }

  private RequestId request() {
    return new RequestId("r" + requests++);
  }

  private static ComponentId component(WriterId writer) {
    return new ComponentId(writer, "data");
  }

  private static WriterMetadata metadata(WriterId writer) {
    return new WriterMetadata(
        writer,
        WriterLevel.BACK_END,
        Duration.ofSeconds(60),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.RESTORE_IF_CAN_REPLACE,
        List.of(
            new Component(
                component(writer), Set.of(new Volume(writer.host(), "/data")), true, false)),
        List.of());
  }
}
