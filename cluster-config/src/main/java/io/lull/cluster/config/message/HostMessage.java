package io.lull.cluster.config.message;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What a coordinator sends to a host, whose agent hands it to the writer or provider concerned. */
public interface HostMessage {
  /** Asks a writer; the answer goes to whoever asked last for the same step. */
  record AskWriter(ToWriter question, ActorRef<WriterReply> replyTo) implements HostMessage {}

  /** Asks a provider; the answer goes to whoever asked last for the same step. */
  record AskProvider(ToProvider question, ActorRef<ProviderReply> replyTo) implements HostMessage {}

  /** Tells a provider whether the set of copies that it has found lives. */
  record TellFate(Fate fate) implements HostMessage {}

  /** Asks how the host is, and its writers and providers; it answers at once. */
  record Look(ActorRef<HostReply.Looked> replyTo) implements HostMessage {}

  /** Asks where the copies of a set lie on the host; it answers within a few seconds. */
  record Where(SetId set, ActorRef<HostReply.Located> replyTo) implements HostMessage {}

  /** Asks to show a copy somewhere, or nowhere any more; it answers when that is so. */
  record Expose(ToExpose order, ActorRef<HostReply.Exposed> replyTo) implements HostMessage {}

  /** Asks the streams of the host; the answer goes to whoever asked last under the same request. */
  record AskStream(ToStream question, ActorRef<HostReply.StreamAnswered> replyTo)
      implements HostMessage {}

  /** Tells the streams of the host what nobody waits for an answer to. */
  record TellStream(StreamNotice told) implements HostMessage {}

  /** A request and the writer that it is for. */
  record ToWriter(WriterId writer, WriterInput request) {
    /** What a host reports of itself must not come from anybody else. */
    public ToWriter {
      if (!(request instanceof WriterRequest || request instanceof WriterInput.Identify)) {
        throw new IllegalArgumentException(
            "expected a request or Identify, but got " + request.getClass().getSimpleName());
      }
    }
  }

  /** What is asked of the streams of a host. */
  record ToStream(StreamInput.StreamRequest request) {
    /** Bytes are read from the host's own door, and what an instance is only its host knows. */
    public ToStream {
      boolean fromOutside =
          (request instanceof StreamInput.OfSession && !(request instanceof StreamInput.ReadFile))
              || request instanceof StreamInput.StopBackup
              || request instanceof StreamInput.StopService;
      if (!fromOutside) {
        throw new IllegalArgumentException(
            "expected a request from outside, but got " + request.getClass().getSimpleName());
      }
    }
  }

  /** What the streams of a host are told. */
  record StreamNotice(StreamInput told) {
    /** What a host reports of itself must not come from anybody else. */
    public StreamNotice {
      if (!(told instanceof StreamInput.Notice || told instanceof StreamInput.StreamOwnerLost)) {
        throw new IllegalArgumentException(
            "expected a notice or StreamOwnerLost, but got " + told.getClass().getSimpleName());
      }
    }
  }

  /** A request and the provider that it is for. */
  record ToProvider(ProviderId provider, ProviderRequest request) {}

  /**
   * Where a copy is to be seen.
   *
   * @param path an empty directory of the host; nothing to take the copy away from where it is
   */
  record ToExpose(ProviderId provider, SnapshotId snapshot, Optional<String> path) {}

  /** What a provider is told of the set of copies that it has found. */
  record Fate(ProviderId provider, SetId set, boolean lives) {}
}
