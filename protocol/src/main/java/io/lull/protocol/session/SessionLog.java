package io.lull.protocol.session;

import io.lull.protocol.session.SessionEvent.AbortBegun;
import io.lull.protocol.session.SessionEvent.AbortRedirected;
import io.lull.protocol.session.SessionEvent.AdmissionEnded;
import io.lull.protocol.session.SessionEvent.AdmissionMoved;
import io.lull.protocol.session.SessionEvent.Answered;
import io.lull.protocol.session.SessionEvent.BackupMarked;
import io.lull.protocol.session.SessionEvent.BackupStateSet;
import io.lull.protocol.session.SessionEvent.ComponentAdded;
import io.lull.protocol.session.SessionEvent.ComponentsIncluded;
import io.lull.protocol.session.SessionEvent.ContextSet;
import io.lull.protocol.session.SessionEvent.CopyDeleted;
import io.lull.protocol.session.SessionEvent.CreationFailed;
import io.lull.protocol.session.SessionEvent.DeletionBegun;
import io.lull.protocol.session.SessionEvent.DeletionEnded;
import io.lull.protocol.session.SessionEvent.DutiesTaken;
import io.lull.protocol.session.SessionEvent.DutyDone;
import io.lull.protocol.session.SessionEvent.EpochTaken;
import io.lull.protocol.session.SessionEvent.ErrandTaken;
import io.lull.protocol.session.SessionEvent.IncarnationLearned;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.ProviderAnswered;
import io.lull.protocol.session.SessionEvent.ReleaseBegun;
import io.lull.protocol.session.SessionEvent.RoundBegan;
import io.lull.protocol.session.SessionEvent.SessionOpened;
import io.lull.protocol.session.SessionEvent.SetBegun;
import io.lull.protocol.session.SessionEvent.SetCreated;
import io.lull.protocol.session.SessionEvent.SetGivenUp;
import io.lull.protocol.session.SessionEvent.SetPinned;
import io.lull.protocol.session.SessionEvent.SetUnpinned;
import io.lull.protocol.session.SessionEvent.SetVerified;
import io.lull.protocol.session.SessionEvent.SlotTaken;
import io.lull.protocol.session.SessionEvent.StageReached;
import io.lull.protocol.session.SessionEvent.VolumeAdded;
import io.lull.protocol.session.SessionEvent.WindowClosed;
import io.lull.protocol.session.SessionEvent.WindowOpened;
import io.lull.protocol.session.SessionEvent.WriterAbsent;
import io.lull.protocol.session.SessionEvent.WriterAnswered;
import io.lull.protocol.session.SessionEvent.WriterIdentified;
import io.lull.protocol.session.SessionEvent.WritersDisabled;
import io.lull.protocol.value.Visible;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The log of a session, one line an event: when, what, who, and the detail.
 *
 * <p>The same text in every place that shows a log, so that what a user quotes can be found. Equal
 * events give equal lines; a line holds no secret and no character that a terminal would obey.
 */
public final class SessionLog {
  /** Names the columns of {@link #line}. */
  public static final String HEADER = columns("when", "what", "who", "detail");

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private SessionLog() {}

  /** One event as one line, without a line end. */
  public static String line(Instant at, SessionEvent event) {
    return line(at, event.getClass().getSimpleName(), who(event), detail(event));
  }

  /** A line of the same form for what happened to something else. */
  public static String line(Instant at, String what, String who, String detail) {
    return columns(WHEN.format(at), what, who, detail);
  }

  /** The state of a session as one line, to head its log. */
  public static String summary(Session session) {
    StringBuilder text = new StringBuilder("session ").append(session.id());
    text.append(" · ").append(session.phase()).append(" · epoch ").append(session.epoch());
    session
        .creation()
        .ifPresent(
            set -> {
              text.append(" · set ").append(set.set());
              text.append(" with ").append(set.members().size()).append(" volumes");
              text.append(" and ").append(session.participants().size()).append(" writers");
              set.certificate().ifPresent(good -> text.append(" · grade ").append(good.grade()));
              set.failure().ifPresent(fault -> text.append(" · failed: ").append(fault));
            });
    if (!session.work().duties().isEmpty()) {
      text.append(" · owes ").append(LogText.list(session.work().duties(), LogText::duty));
    }
    return Visible.of(text.toString());
  }

  private static String columns(String when, String what, String who, String detail) {
    String line = "%-24s  %-18s  %-18s  %s".formatted(when, what, who, detail);
    return Visible.of(line.stripTrailing());
  }

  private static String who(SessionEvent event) {
    return switch (event) {
      case WriterIdentified e -> e.metadata().writer().toString();
      case WriterAbsent e -> e.writer().toString();
      case ComponentsIncluded e -> e.writer().toString();
      case WriterAnswered e -> e.writer().toString();
      case ComponentAdded e -> e.component().writer().toString();
      case BackupMarked e -> e.component().writer().toString();
      case VolumeAdded e -> e.provider().toString();
      case ProviderAnswered e -> e.provider().toString();
      case IncarnationLearned e -> e.host().toString();
      case SlotTaken e -> e.host().toString();
      case AdmissionMoved e -> e.admission().host().toString();
      case CopyDeleted e -> e.snapshot().volume().host().toString();
      case DutyDone e -> LogText.debtor(e.duty());
      case ErrandTaken _, Answered _ -> "requester";
      case SetPinned _, SetUnpinned _, SetVerified _ -> "requester";
      case SessionOpened _, ContextSet _, BackupStateSet _, WritersDisabled _ -> "requester";
      case RoundBegan _, PhaseEntered _, StageReached _, EpochTaken _ -> "session";
      case SetBegun _, SetGivenUp _, AdmissionEnded _, WindowOpened _, WindowClosed _ -> "session";
      case SetCreated _, CreationFailed _, AbortBegun _, AbortRedirected _ -> "session";
      case DutiesTaken _, DeletionBegun _, DeletionEnded _, ReleaseBegun _ -> "session";
    };
  }

  private static String detail(SessionEvent event) {
    return switch (event) {
      case SessionOpened e -> LogText.policy(e.policy());
      case ContextSet e -> e.context().name();
      case BackupStateSet e -> LogText.state(e.state());
      case WritersDisabled e -> LogText.list(e.writers());
      case RoundBegan e -> e.phase() + " waits for " + LogText.round(e);
      case PhaseEntered e -> e.phase().name();
      case IncarnationLearned e -> "incarnation " + e.incarnation();
      case WriterIdentified e -> LogText.metadata(e.metadata());
      case WriterAbsent e -> e.fault().toString();
      case ComponentAdded e -> e.component().path();
      case SetBegun e -> "set " + e.set();
      case SlotTaken e -> "slot " + e.slot();
      case SetGivenUp e -> "set " + e.set();
      case AdmissionMoved e -> "call " + e.request() + ": " + LogText.admission(e.admission());
      case AdmissionEnded e -> "call " + e.request();
      case VolumeAdded e -> e.volume().toString();
      case ComponentsIncluded e -> LogText.list(e.components(), found -> found.path());
      case WriterAnswered e -> e.step() + " " + LogText.result(e.result());
      case ProviderAnswered e -> e.step() + " " + LogText.result(e.result());
      case StageReached e -> e.stage().name();
      case WindowOpened e -> LogText.plan(e.plan());
      case WindowClosed e -> LogText.report(e.report());
      case SetCreated e -> LogText.certificate(e.certificate());
      case CreationFailed e -> e.fault().toString();
      case AbortBegun e -> "then " + e.next() + "; " + e.cause();
      case AbortRedirected e -> "then " + e.next();
      case DutiesTaken e -> LogText.list(e.duties(), LogText::duty);
      case DutyDone e -> LogText.duty(e.duty());
      case BackupMarked e -> e.component().path() + (e.succeeded() ? " stored" : " not stored");
      case DeletionBegun e -> "call " + e.request() + ": " + LogText.list(e.snapshots());
      case CopyDeleted e -> e.snapshot().toString();
      case DeletionEnded _ -> "";
      case SetPinned e -> e.reason();
      case SetUnpinned _ -> "";
      case SetVerified e ->
          (e.verification().good() ? "good: " : "bad: ") + e.verification().detail();
      case ReleaseBegun e -> e.cause().map(Object::toString).orElse("by the requester");
      case EpochTaken e -> "epoch " + e.epoch();
      case ErrandTaken e -> "call " + e.request() + ": " + e.errand();
      case Answered e -> "call " + e.reply().request() + ": " + LogText.reply(e.reply());
    };
  }
}
