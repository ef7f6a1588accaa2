package io.lull.protocol.window;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.time.Duration;

/** What a freeze window wants done; none of it may wait for a journal, a log or a disk. */
public sealed interface WindowEffect {
  /** Send this to a writer. */
  record AskWriter(WriterId writer, WriterRequest request) implements WindowEffect {}

  /** Send this to a provider. */
  record AskProvider(ProviderId provider, ProviderRequest request) implements WindowEffect {}

  /** Start this timer, instead of an earlier one of the same name. */
  record StartTimer(WindowTimer timer, Duration after) implements WindowEffect {}

  /** Stop this timer; that it may have fired already does no harm. */
  record CancelTimer(WindowTimer timer) implements WindowEffect {}

  /** The window is over; the keeper holds this report until the session has journaled it. */
  record Report(WindowReport report) implements WindowEffect {}
}
