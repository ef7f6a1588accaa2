package io.lull.protocol.restore;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import java.util.Optional;

/**
 * How a writer said it stands, or that it said nothing.
 *
 * @param last the step that it speaks about, so that nobody takes an old status for a new one
 */
public record WriterStatus(WriterState state, Optional<WriterStep> last, Optional<Fault> fault) {
  static WriterStatus unknown(Fault fault) {
    return new WriterStatus(WriterState.UNKNOWN, Optional.empty(), Optional.of(fault));
  }
}
