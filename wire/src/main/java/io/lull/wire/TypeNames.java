package io.lull.wire;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Evidence;
import io.lull.protocol.certificate.Issue;
import io.lull.protocol.certificate.Verdict;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.restore.RestoreEffect;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreTimer;
import io.lull.protocol.session.Admission;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionTimer;
import io.lull.protocol.slot.Slot;
import io.lull.protocol.slot.SlotEffect;
import io.lull.protocol.slot.SlotEvent;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.stream.Call;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionEffect;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowEvent;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The names under which whole values are sent and kept, so that a reader knows what they are.
 *
 * <p>Like the names of members they are written down: a class may be renamed, but what lies in a
 * journal may not. A value of a family has the name of the family; which member it is, it says
 * itself.
 */
public final class TypeNames {
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("admission", Admission.class),
          Map.entry("backup-document", BackupDocument.class),
          Map.entry("call", Call.class),
          Map.entry("certificate", Certificate.class),
          Map.entry("duty", Duty.class),
          Map.entry("evidence", Evidence.class),
          Map.entry("handler-result", HandlerResult.class),
          Map.entry("issue", Issue.class),
          Map.entry("marker", Marker.class),
          Map.entry("provider-effect", ProviderEffect.class),
          Map.entry("provider-event", ProviderEvent.class),
          Map.entry("provider-input", ProviderInput.class),
          Map.entry("provider-reply", ProviderReply.class),
          Map.entry("restore-effect", RestoreEffect.class),
          Map.entry("restore-event", RestoreEvent.class),
          Map.entry("restore-input", RestoreInput.class),
          Map.entry("restore-reply", RestoreReply.class),
          Map.entry("restore-timer", RestoreTimer.class),
          Map.entry("session-effect", SessionEffect.class),
          Map.entry("session-event", SessionEvent.class),
          Map.entry("session-input", SessionInput.class),
          Map.entry("session-reply", SessionReply.class),
          Map.entry("session-timer", SessionTimer.class),
          Map.entry("slot", Slot.class),
          Map.entry("slot-effect", SlotEffect.class),
          Map.entry("slot-event", SlotEvent.class),
          Map.entry("slot-input", SlotInput.class),
          Map.entry("slot-reply", SlotReply.class),
          Map.entry("step-result", StepResult.class),
          Map.entry("stream-effect", StreamEffect.class),
          Map.entry("stream-event", StreamEvent.class),
          Map.entry("stream-file", StreamFile.class),
          Map.entry("stream-input", StreamInput.class),
          Map.entry("stream-reply", StreamReply.class),
          Map.entry("stream-session-effect", StreamSessionEffect.class),
          Map.entry("stream-session-event", StreamSessionEvent.class),
          Map.entry("stream-session-input", StreamSessionInput.class),
          Map.entry("stream-session-reply", StreamSessionReply.class),
          Map.entry("verdict", Verdict.class),
          Map.entry("window-effect", WindowEffect.class),
          Map.entry("window-event", WindowEvent.class),
          Map.entry("window-input", WindowInput.class),
          Map.entry("window-plan", WindowPlan.class),
          Map.entry("window-report", WindowReport.class),
          Map.entry("writer-effect", WriterEffect.class),
          Map.entry("writer-event", WriterEvent.class),
          Map.entry("writer-input", WriterInput.class),
          Map.entry("writer-reply", WriterReply.class));

  private static final ClassValue<Optional<String>> NAMES =
      new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
          return TYPES.entrySet().stream()
              .filter(named -> named.getValue().isAssignableFrom(type))
              .map(Map.Entry::getKey)
              .findFirst();
        }
      };

  private TypeNames() {}

  /** Every type that is sent or kept as a whole: sealed families, and records of no family. */
  public static Collection<Class<?>> types() {
    return TYPES.values();
  }

  /** What a value of this class is called; empty if it is only ever a part of others. */
  public static Optional<String> nameOf(Class<?> type) {
    return NAMES.get(type);
  }

  /** The type to read such a value as; empty for a name that this version does not know. */
  public static Optional<Class<?>> typeOf(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }
}
