package io.lull.writer;

import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import org.apache.pekko.actor.typed.ActorRef;

/** What a {@link WriterActor} is sent; from outside only {@link Asked}. */
public sealed interface WriterCommand permits WriterCommand.Asked, HostCommand {
  /** Somebody asks, and is answered; what a host reports of itself cannot be sent so. */
  record Asked(WriterInput input, ActorRef<WriterReply> replyTo) implements WriterCommand {
    public Asked {
      if (!(input instanceof WriterInput.WriterRequest || input instanceof WriterInput.Identify)) {
        throw new IllegalArgumentException(
            "expected a request or Identify, but got " + input.getClass().getSimpleName());
      }
    }
  }
}
