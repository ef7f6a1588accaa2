package io.lull.protocol.restore;

import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterInput;
import java.time.Duration;

/** What a restore wants done; all of it may be done again without harm. */
public sealed interface RestoreEffect {
  /** Send this to a writer. */
  record AskWriter(WriterId writer, WriterInput request) implements RestoreEffect {}

  /** Start this timer, instead of an earlier one of the same name. */
  record StartTimer(RestoreTimer timer, Duration after) implements RestoreEffect {}

  /** Stop this timer; that it may have fired already does no harm. */
  record CancelTimer(RestoreTimer timer) implements RestoreEffect {}
}
