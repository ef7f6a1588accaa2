package io.lull.wire;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The backups whose journals are kept, and what is to be remembered of each. */
final class Journals {
  static final Map<String, Consumer<Recording>> STORIES = new LinkedHashMap<>();

  private static final HostId A = new HostId("a");
  private static final HostId B = new HostId("b");
  private static final Map<HostId, Incarnation> LIVES =
      Map.of(A, Incarnation.FIRST, B, new Incarnation(7));
  private static final WriterId SHOP = new WriterId(A, "shop");
  private static final WriterId DATABASE = new WriterId(B, "db");
  private static final ComponentId ORDERS = new ComponentId(SHOP, "orders");
  private static final SetId SET = new SetId("set-1");
  private static final HandlerResult FAILED =
      new HandlerResult.Failed(
          Fault.expected(Failure.WRITER_NON_RETRYABLE, "a hold", "the disk answered EIO"));

  static {
    STORIES.put(
        "good-backup",
        told -> {
          upToSet(told);
          told.give(new SessionInput.SetBackupSucceeded(request(40), ORDERS, true, Map.of()));
          told.give(new SessionInput.BackupComplete(request(41)));
          told.give(new SessionInput.Release(request(42)));
        });
    STORIES.put("unfinished-backup", Journals::upToSet);
    STORIES.put(
        "failed-freeze",
        told -> {
          told.writersAnswer.put(WriterStep.FREEZE, new Recording.Answer(DATABASE, FAILED));
          upToSet(told);
          told.give(new SessionInput.Release(request(40)));
        });
    STORIES.put(
        "lapsed-hold",
        told -> {
          told.holdsLapse = true;
          upToSet(told);
          told.give(new SessionInput.AbortBackup(request(40)));
          told.give(new SessionInput.Release(request(41)));
        });
    STORIES.put(
        "abort-before-the-set",
        told -> {
          upToPrepare(told);
          told.give(new SessionInput.AbortBackup(request(40)));
          told.give(new SessionInput.Release(request(41)));
        });
    STORIES.put(
        "recovered-coordinator",
        told -> {
          told.coordinatorDiesInWindow = true;
          upToSet(told);
          told.give(new SessionInput.Release(request(40)));
        });
    STORIES.put(
        "failed-provider",
        told -> {
          told.providersAnswer.put(
              ProviderStep.POST_FINAL_COMMIT,
              new StepResult.Failed(Fault.of(Failure.PROVIDER_VETO, "expected room, but none")));
          upToSet(told);
        });
    STORIES.put(
        "partly-unusable",
        told -> {
          told.writersAnswer.put(
              WriterStep.POST_SNAPSHOT,
              new Recording.Answer(
                  SHOP,
                  new HandlerResult.Partial(
                      Map.of(ORDERS, Fault.of(Failure.WRITER_RETRYABLE, "expected a log")))));
          upToSet(told);
          told.give(new SessionInput.DeleteSnapshots(request(40), List.of()));
          told.give(new SessionInput.Release(request(41)));
        });
    STORIES.put(
        "deleted-after-the-release",
        told -> {
          told.context = SessionContext.APP_ROLLBACK;
          upToSet(told);
          told.give(new SessionInput.Release(request(40)));
          told.give(new SessionInput.DeleteSnapshots(request(41), List.of()));
        });
    STORIES.put(
        "busy-slot",
        told -> {
          told.slotsAreBusy = true;
          upToMetadata(told);
          told.give(new SessionInput.StartSnapshotSet(request(20), SET, Set.of(A, B), Set.of()));
        });
  }

  private Journals() {}

  static Recording tell(String story) {
    Recording told = new Recording(new SessionId("session-1"));
    STORIES.get(story).accept(told);
    return told;
  }

  /** What must never be understood otherwise; states may grow, this may not change. */
  static String summary(Session session) {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    lines.add("phase " + session.phase());
    lines.add("epoch " + session.epoch());
    lines.add("context " + session.setup().context().map(Enum::name).orElse("-"));
    lines.add("disabled " + session.setup().disabled());
    lines.add("lives " + new TreeMap<>(session.roster().lives()));
    session
        .roster()
        .writers()
        .forEach(
            (writer, entry) ->
                lines.add(
                    "writer %s included %s last %s failure %s unusable %s"
                        .formatted(
                            writer,
                            entry.included(),
                            entry.last(),
                            entry.failure().map(found -> found.fault().toString()).orElse("-"),
                            entry.unusable())));
    lines.add("chosen " + session.roster().chosen());
    session
        .creation()
        .ifPresent(
            set -> {
              lines.add("set " + set.set() + " " + set.stage() + " " + set.members());
              lines.add("slots " + set.slots() + " given back " + set.slotsGivenBack());
              lines.add(
                  "window "
                      + set.report()
                          .map(report -> report.holds().size() + " holds in " + report.frozen())
                          .orElse("-"));
              lines.add(
                  "certificate "
                      + set.certificate()
                          .map(c -> c.grade() + " " + c.instant() + " " + c.receiptsDigest().hex())
                          .orElse("-"));
              lines.add("failure " + set.failure().map(Fault::toString).orElse("-"));
            });
    lines.add("duties " + session.work().duties().size());
    lines.add("pending " + session.ledger().pending());
    session
        .ledger()
        .answered()
        .forEach((call, reply) -> lines.add(call + " " + reply.getClass().getSimpleName()));
    return lines.toString();
  }

  private static void upToSet(Recording told) {
    upToPrepare(told);
    told.give(new SessionInput.DoSnapshotSet(request(30)));
  }

  private static void upToPrepare(Recording told) {
    upToMetadata(told);
    told.give(new SessionInput.AddComponent(request(19), ORDERS));
    told.give(new SessionInput.StartSnapshotSet(request(20), SET, Set.of(), Set.of()));
    told.give(new SessionInput.AddComponent(request(21), new ComponentId(DATABASE, "main")));
    for (HostId host : List.of(A, B)) {
      told.give(
          new SessionInput.AddToSnapshotSet(
              request(host.equals(A) ? 22 : 23),
              new Volume(host, "/data"),
              Optional.empty(),
              List.of(
                  new Candidate(
                      new ProviderId(host, "lvm"),
                      ProviderKind.SYSTEM,
                      Cut.ATOMIC,
                      LIVES.get(host)))));
    }
    told.give(new SessionInput.PrepareForBackup(request(24)));
  }

  private static void upToMetadata(Recording told) {
    told.writers.put(SHOP, metadata(SHOP, WriterLevel.FRONT_END, "orders", Optional.empty()));
    told.writers.put(DATABASE, metadata(DATABASE, WriterLevel.BACK_END, "main", Optional.of(SHOP)));
    Policy policy = new Policy(Limits.defaults(), Grade.CRASH, true);
    told.give(new SessionInput.InitializeForBackup(request(10), policy));
    told.give(new SessionInput.SetContext(request(11), told.context));
    told.give(
        new SessionInput.SetBackupState(
            request(12), new BackupState(true, false, BackupType.FULL)));
    told.give(new SessionInput.DisableWriters(request(13), Set.of(new WriterId(B, "not-wanted"))));
    told.give(
        new SessionInput.GatherWriterMetadata(
            request(14), Map.of(SHOP, LIVES.get(A), DATABASE, LIVES.get(B))));
  }

  private static WriterMetadata metadata(
      WriterId writer, WriterLevel level, String component, Optional<WriterId> behind) {
    return new WriterMetadata(
        writer,
        level,
        Duration.ofSeconds(45),
        HoldKind.APPLICATION,
        behind,
        RestoreMethod.STOP_RESTORE_START,
        List.of(
            new Component(
                new ComponentId(writer, component),
                Set.of(new Volume(writer.host(), "/data")),
                true,
                true)),
        List.of());
  }

  private static RequestId request(int number) {
    return new RequestId("call-" + number);
  }
}
