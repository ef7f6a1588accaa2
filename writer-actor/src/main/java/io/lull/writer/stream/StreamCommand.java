package io.lull.writer.stream;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.StreamSaid;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** What a {@link StreamActor} is sent; none of it travels. */
public sealed interface StreamCommand
    permits StreamCommand.Asked, StreamCommand.Told, StreamCommand.Read, OwnCommand {
  /**
   * Somebody asks.
   *
   * @param answer is told once, on the thread of the actor; not at all if the same is asked anew by
   *     somebody else before it is done
   */
  record Asked(StreamInput.StreamRequest request, Consumer<StreamSaid> answer)
      implements StreamCommand {
    /** Whoever reads says where the bytes are to go, and so it is a {@link Read}. */
    public Asked {
      if (request instanceof StreamInput.ReadFile) {
        throw new IllegalArgumentException("expected anything but ReadFile, but got " + request);
      }
    }

    /** The answer that a request was not done, for this reason. */
    public void refuse(Fault fault) {
      answer.accept(
          new StreamSaid(
              new StreamReply.StreamRefused(request.request(), fault), Optional.empty()));
    }
  }

  /** Somebody tells what needs no answer. */
  record Told(StreamInput told) implements StreamCommand {}

  /**
   * Whoever has a ticket reads.
   *
   * @param into where the bytes go, as many as have room in it
   */
  record Read(Grant grant, long offset, ByteBuffer into, Consumer<StreamReply> answer)
      implements StreamCommand {}
}
