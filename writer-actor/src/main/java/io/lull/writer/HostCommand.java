package io.lull.writer;

import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterInput;
import java.time.Duration;

/** What a writer's own host tells its actor; none of it ever travels. */
sealed interface HostCommand extends WriterCommand {
  /** A handler, an owner of a hold or a timer has something for the machine. */
  record Reported(WriterInput input) implements HostCommand {}

  /** The application has answered who it is. */
  record Answered(Descriptions.Answer answer) implements HostCommand {}

  /** The application has had its time to describe itself. */
  record DescribeOverdue(long number, Duration limit) implements HostCommand {}

  /** The owner of a hold has had its time to end it. */
  record ReleaseOverdue(ReleaseHold release) implements HostCommand {}

  /** The pause after a release that failed is over. */
  record ReleaseAgain(ReleaseHold release) implements HostCommand {}
}
