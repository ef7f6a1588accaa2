package io.lull.protocol.restore;

import io.lull.protocol.restore.RestoreEvent.AdditionalRestoresSet;
import io.lull.protocol.restore.RestoreEvent.ComponentDropped;
import io.lull.protocol.restore.RestoreEvent.ComponentSelected;
import io.lull.protocol.restore.RestoreEvent.EpochTaken;
import io.lull.protocol.restore.RestoreEvent.FileStatusSet;
import io.lull.protocol.restore.RestoreEvent.MappingAdded;
import io.lull.protocol.restore.RestoreEvent.OptionsSet;
import io.lull.protocol.restore.RestoreEvent.Replied;
import io.lull.protocol.restore.RestoreEvent.RequesterHeard;
import io.lull.protocol.restore.RestoreEvent.RequesterLost;
import io.lull.protocol.restore.RestoreEvent.RestoreInitialized;
import io.lull.protocol.restore.RestoreEvent.RestoreReleased;
import io.lull.protocol.restore.RestoreEvent.RoundBegun;
import io.lull.protocol.restore.RestoreEvent.RoundEnded;
import io.lull.protocol.restore.RestoreEvent.StatusTold;
import io.lull.protocol.restore.RestoreEvent.SubcomponentAdded;
import io.lull.protocol.restore.RestoreEvent.TargetSet;
import io.lull.protocol.restore.RestoreEvent.WriterAbsent;
import io.lull.protocol.restore.RestoreEvent.WriterHandled;
import io.lull.protocol.restore.RestoreEvent.WriterIdentified;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.value.Visible;
import java.time.Instant;

/** The log of a restore, in lines as {@link SessionLog} has them. */
public final class RestoreLog {
  private RestoreLog() {}

  /** One event as one line, without a line end. */
  public static String line(Instant at, RestoreEvent event) {
    return SessionLog.line(at, event.getClass().getSimpleName(), who(event), detail(event));
  }

  /** The state of a restore as one line, to head its log. */
  public static String summary(Restore restore) {
    StringBuilder text = new StringBuilder("restore ").append(restore.session());
    text.append(" · ").append(restore.phase()).append(" · epoch ").append(restore.epoch());
    restore.terms().ifPresent(terms -> text.append(" · set ").append(terms.document().set()));
    text.append(" · ").append(restore.choices().size()).append(" components");
    restore
        .choices()
        .forEach(
            (component, choice) ->
                text.append(" · ").append(component).append(' ').append(choice.status()));
    restore.end().ifPresent(fault -> text.append(" · ended: ").append(fault));
    return Visible.of(text.toString());
  }

  private static String who(RestoreEvent event) {
    return switch (event) {
      case ComponentSelected e -> e.component().writer().toString();
      case ComponentDropped e -> e.component().writer().toString();
      case SubcomponentAdded e -> e.component().writer().toString();
      case OptionsSet e -> e.component().writer().toString();
      case AdditionalRestoresSet e -> e.component().writer().toString();
      case TargetSet e -> e.component().writer().toString();
      case MappingAdded e -> e.component().writer().toString();
      case FileStatusSet e -> e.component().writer().toString();
      case WriterIdentified e -> e.writer().toString();
      case WriterAbsent e -> e.writer().toString();
      case WriterHandled e -> e.writer().toString();
      case StatusTold e -> e.writer().toString();
      case RestoreInitialized _, RequesterHeard _, Replied _, RequesterLost _ -> "requester";
      case RoundBegun _, RoundEnded _, EpochTaken _, RestoreReleased _ -> "session";
    };
  }

  private static String detail(RestoreEvent event) {
    return switch (event) {
      case RestoreInitialized e -> "of set " + e.terms().document().set();
      case ComponentSelected e -> e.component().path();
      case ComponentDropped e -> e.component().path();
      case SubcomponentAdded e -> e.subcomponent().path() + " of " + e.component().path();
      // They are the writer's own, and may be anything that only he should read.
      case OptionsSet e -> e.component().path() + ", " + e.options().length() + " characters";
      case AdditionalRestoresSet e ->
          e.component().path() + (e.moreToCome() ? ", more to come" : ", none to come");
      case TargetSet e -> e.component().path() + ", " + e.target();
      case MappingAdded e -> e.component().path() + ", " + e.mapping();
      case FileStatusSet e -> e.component().path() + " " + e.status();
      case RoundBegun e ->
          e.round().question() + " waits for " + e.round().waiting().size() + " writers";
      case WriterIdentified e -> "life " + e.incarnation();
      case WriterAbsent e -> e.fault().toString();
      case WriterHandled e -> e.result().failure().map(fault -> "failed: " + fault).orElse("ok");
      case StatusTold e ->
          e.status().state() + e.status().fault().map(fault -> ": " + fault).orElse("");
      case Replied e -> "call " + e.reply().request() + ": " + said(e.reply());
      case EpochTaken e -> "epoch " + e.epoch();
      case RequesterLost e -> e.fault().toString();
      case RequesterHeard _, RoundEnded _, RestoreReleased _ -> "";
    };
  }

  private static String said(RestoreReply reply) {
    return reply instanceof RestoreReply.Refused refused
        ? "refused: " + refused.fault()
        : reply.getClass().getSimpleName();
  }
}
