package io.lull.writer.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.StreamReply;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads the open files of streams for whoever has a ticket, on the node of the host. */
public final class StreamReader {
  /** Who asks without a ticket has no request that anybody knows. */
  private static final RequestId NO_REQUEST = new RequestId("no-ticket");

  private final Instances instances;
  private final Tickets tickets;

  StreamReader(Instances instances, Tickets tickets) {
    this.instances = instances;
    this.tickets = tickets;
  }

  /** What a token grants; nothing unless this host made it in this life. */
  public Optional<Grant> check(String token) {
    return tickets.check(token);
  }

  /**
   * Reads as many bytes as have room, or up to the end of the file.
   *
   * <p>After {@code Read} so many bytes are in the buffer from its position on, and the position is
   * as it was. After anything else a thread that nobody can stop may write into the buffer for as
   * long as it lives, so that it is good for nothing any more.
   *
   * @return {@code Read} or {@code StreamRefused}; completed on a thread that must not be kept
   */
  public CompletionStage<StreamReply> read(String token, long offset, ByteBuffer into) {
    CompletableFuture<StreamReply> answer = new CompletableFuture<>();
    Optional<Grant> grant = check(token);
    if (grant.isEmpty()) {
      // Not what it says: it may be the ticket of another host, and so a secret.
      answer.complete(
          new StreamReply.StreamRefused(
              NO_REQUEST,
              Fault.expected(
                  Failure.ACCESS_DENIED,
                  "the token of a ticket that this host gave in this life",
                  "got another")));
    } else {
      instances.read(new StreamCommand.Read(grant.get(), offset, into, answer::complete));
    }
    return answer;
  }
}
