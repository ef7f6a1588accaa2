package io.lull.protocol.session;

import static java.util.stream.Collectors.joining;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** How the parts of events read in a log line. */
final class LogText {
  // A set of a thousand volumes must not make a line that nobody can read.
  private static final int SHOWN = 8;

  private LogText() {}

  static String list(Collection<?> things) {
    return list(things, Object::toString);
  }

  /** The first few, and how many more there are. */
  static <T> String list(Collection<? extends T> things, Function<T, String> text) {
    String shown = things.stream().limit(SHOWN).map(text).collect(joining(", "));
    int more = things.size() - SHOWN;
    return things.isEmpty() ? "nobody" : more > 0 ? shown + " and " + more + " more" : shown;
  }

  static String policy(Policy policy) {
    return "lowest grade " + policy.lowest() + (policy.leased() ? ", leased" : "");
  }

  static String state(BackupState state) {
    return state.type()
        + (state.componentMode() ? " of components" : " of everything")
        + (state.bootable() ? ", bootable" : "");
  }

  static String round(SessionEvent.RoundBegan round) {
    List<Object> waited = new ArrayList<>(round.writers());
    waited.addAll(round.providers());
    waited.addAll(round.slots());
    return list(waited);
  }

  static String metadata(WriterMetadata metadata) {
    return "%s, %s, holds %s, %s components"
        .formatted(
            metadata.level(), metadata.kind(), metadata.hold(), metadata.components().size());
  }

  static String admission(Admission admission) {
    return switch (admission) {
      case Admission.OfComponent component -> component.component().toString();
      case Admission.OfVolume volume ->
          volume.volume() + " by " + volume.candidates().getFirst().provider() + since(volume);
    };
  }

  /** The provider that was asked last is the one that is new here. */
  private static String since(Admission.OfVolume volume) {
    return volume.declined().isEmpty() ? "" : ", since " + volume.declined().getLast();
  }

  static String result(HandlerResult result) {
    return switch (result) {
      case HandlerResult.Done _ -> "ok";
      case HandlerResult.Objected objected -> "objects: " + objected.fault();
      case HandlerResult.Partial partial ->
          "failed for "
              + list(
                  partial.components().entrySet(),
                  entry -> entry.getKey().path() + " (" + entry.getValue() + ")");
      case HandlerResult.Failed failed -> "failed: " + failed.fault();
    };
  }

  static String result(StepResult result) {
    return switch (result) {
      case StepResult.Done _ -> "ok";
      case StepResult.Failed failed -> "failed: " + failed.fault();
      case StepResult.DeletionStopped stopped ->
          "stopped at " + stopped.failing() + ": " + stopped.fault();
    };
  }

  static String plan(WindowPlan plan) {
    return "epoch %s freezes %s; copies by %s"
        .formatted(
            plan.epoch(),
            list(plan.writers(), writer -> writer.id().toString()),
            list(plan.providers(), provider -> provider.id().toString()));
  }

  /** Holds by the beginning of their tokens, which tells them apart and opens nothing. */
  static String report(WindowReport report) {
    return "%s after %s; held %s; receipts of %s%s%s"
        .formatted(
            report.failure().map(fault -> "failed: " + fault).orElse("good"),
            report.frozen(),
            list(report.holds(), hold -> hold.writer() + "=" + hold.token()),
            list(report.receipts(), receipt -> receipt.provider().toString()),
            report.failed().isEmpty()
                ? ""
                : "; failed " + list(report.failed(), at -> at.writer() + " at " + at.at()),
            report.unconfirmed().isEmpty() ? "" : "; unconfirmed " + list(report.unconfirmed()));
  }

  static String certificate(Certificate certificate) {
    return "grade %s, instant %s, %s holds, %s receipts"
        .formatted(
            certificate.grade(),
            certificate.instant(),
            certificate.holds().size(),
            certificate.receipts().size());
  }

  static String debtor(Duty duty) {
    return switch (duty) {
      case Duty.AbortWriter abort -> abort.writer().toString();
      case Duty.AbortProvider abort -> abort.provider().toString();
      case Duty.DeleteCopies delete -> delete.provider().toString();
      case Duty.ShutDownWriter shutdown -> shutdown.writer().toString();
      case Duty.GiveBackSlot slot -> slot.host().toString();
    };
  }

  static String duty(Duty duty) {
    return switch (duty) {
      case Duty.AbortWriter abort -> "Abort to " + abort.writer();
      case Duty.AbortProvider abort -> "AbortSnapshots to " + abort.provider();
      case Duty.DeleteCopies delete -> "DeleteSnapshots to " + delete.provider();
      case Duty.ShutDownWriter shutdown -> "BackupShutdown to " + shutdown.writer();
      case Duty.GiveBackSlot slot -> "slot of " + slot.host();
    };
  }

  static String reply(SessionReply reply) {
    return switch (reply) {
      case SessionReply.Done _ -> "done";
      case SessionReply.Pending _ -> "pending";
      case SessionReply.Refused refused -> "refused: " + refused.fault();
      case SessionReply.Metadata found ->
          "writers " + found.writers().size() + ", absent " + list(found.absent().keySet());
      case SessionReply.SetStarted started -> "set " + started.set();
      case SessionReply.VolumeAdded added -> added.snapshot() + " by " + added.provider();
      case SessionReply.Statuses statuses ->
          (statuses.current() ? "" : "not current: ")
              + list(statuses.writers(), status -> status.writer() + " " + status.state());
      case SessionReply.SetCreated created ->
          "grade "
              + created.grade()
              + (created.unusable().isEmpty() ? "" : "; unusable " + list(created.unusable()));
      case SessionReply.Properties properties -> list(properties.snapshots().keySet());
      case SessionReply.Aborted aborted ->
          "aborted "
              + list(aborted.handled())
              + (aborted.unreached().isEmpty() ? "" : "; unreached " + list(aborted.unreached()));
      case SessionReply.Deleted deleted ->
          "deleted "
              + deleted.deleted()
              + deleted.failing().map(failing -> "; stopped at " + failing).orElse("")
              + deleted.fault().map(fault -> ": " + fault).orElse("");
    };
  }
}
