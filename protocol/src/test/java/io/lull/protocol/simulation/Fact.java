package io.lull.protocol.simulation;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.List;

/** What an invariant may look at: what was sent, kept and said, and what physically happened. */
public sealed interface Fact {
  /** A coordinator sent a request to a writer. */
  record WriterAsked(Speaker speaker, WriterId writer, WriterRequest request) implements Fact {}

  /** A coordinator sent a request to a provider. */
  record ProviderAsked(Speaker speaker, ProviderId provider, ProviderRequest request)
      implements Fact {}

  /** A writer was given a request that is meant for this life of its host. */
  record WriterHeard(WriterId writer, int life, WriterRequest request) implements Fact {}

  /** A writer's host sent an answer. */
  record WriterAnswered(WriterReply reply) implements Fact {}

  /** A handler of an application began to run. */
  record HandlerBegan(WriterId writer, SetId set, int life, WriterStep step, Stamp stamp)
      implements Fact {}

  /** A provider began to work on a step, under this slot. */
  record StepBegan(ProviderId provider, SetId set, ProviderStep step, SlotEpoch slot)
      implements Fact {}

  /** A writer's host wrote to its log. */
  record Logged(WriterId writer, boolean frozen) implements Fact {}

  /** A window was opened on a node. */
  record WindowBegan(Speaker speaker, SetId set) implements Fact {}

  /** A window has ended on a node. */
  record WindowEnded(Speaker speaker, WindowReport report) implements Fact {}

  /**
   * A session is about to write to its journal.
   *
   * @param open whether a window of this session is open on the same node
   */
  record Writing(Speaker speaker, SessionInput input, List<SessionEvent> events, boolean open)
      implements Fact {}

  /** A session's events are durable, and this is its state with them. */
  record Kept(
      Speaker speaker, SessionInput input, Session before, Session after, List<SessionEvent> events)
      implements Fact {

    /** Whether they came of a call, and say that it is done. */
    public boolean isDone() {
      return input instanceof SessionInput.Verb verb
          && events.contains(new SessionEvent.Answered(new SessionReply.Done(verb.request())));
    }
  }

  /** A session was recovered from its journal, and this is its state. */
  record Recovered(Speaker speaker, Session state) implements Fact {}

  /** A requester sent a call, for the first time or again. */
  record Called(SessionId session, SessionInput.Verb verb) implements Fact {}

  /** A session answered a call. */
  record Replied(SessionId session, SessionReply reply, boolean question) implements Fact {}

  /**
   * Who speaks for a session.
   *
   * @param recovering while it says again what its predecessor may have said
   */
  record Speaker(String node, int life, SessionId session, boolean recovering) {}
}
