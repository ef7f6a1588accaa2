package io.lull.coordinator;

import io.lull.cluster.config.message.HostMessage.AskStream;
import io.lull.cluster.config.message.HostMessage.StreamNotice;
import io.lull.cluster.config.message.HostMessage.TellStream;
import io.lull.cluster.config.message.HostMessage.ToStream;
import io.lull.cluster.config.message.HostReply.StreamAnswered;
import io.lull.coordinator.StreamMessage.Happened;
import io.lull.coordinator.StreamMessage.PassStream;
import io.lull.coordinator.StreamMessage.ToStreamSession;
import io.lull.coordinator.StreamMessage.Unanswered;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionEffect;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.api.StreamSaid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** What the session of a stream has its host do. */
final class StreamSessionEffects
    extends ShellEffects<
        StreamMessage, StreamSessionInput, StreamSessionEffect, StreamSessionReply> {
  private final Node node;
  private final Map<RequestId, ActorRef<StreamAnswered>> passing = new HashMap<>();
  private final Set<RequestId> waiting = new HashSet<>();

  StreamSessionEffects(
      Node node, ActorContext<StreamMessage> context, TimerScheduler<StreamMessage> timers) {
    super(
        node,
        context,
        timers,
        reply -> {
          throw new IllegalStateException("expected that no writer is asked, but got " + reply);
        },
        reply -> {
          throw new IllegalStateException("expected that no provider is asked, but got " + reply);
        },
        new StreamMessage.Unanswered("nobody"),
        Unanswered::new);
    this.node = node;
  }

  /** Whoever calls what the host answers hears the host itself. */
  void passes(RequestId request, ActorRef<StreamAnswered> asker) {
    // The host is not asked once more for whoever called before.
    timers.cancel(request);
    waiting.remove(request);
    passing.put(request, asker);
  }

  @Override
  void forget() {
    super.forget();
    waiting.clear();
  }

  @Override
  void carryOut(StreamSessionEffect effect, Limits limits) {
    switch (effect) {
      case StreamSessionEffect.AskHost ask ->
          asking.stream(
              ask.host(),
              ask.request(),
              // A source may have to wait for a checkpoint of its server.
              limits.prepareForBackup(),
              said -> new Happened(new StreamSessionInput.HostSaid(said.reply())));
      case StreamSessionEffect.PassToHost pass -> pass(pass.host(), pass.request());
      case StreamSessionEffect.TellHost tell ->
          node.hosts()
              .get()
              .agent(tell.host())
              .ifPresent(agent -> agent.tell(new TellStream(new StreamNotice(tell.told()))));
      case StreamSessionEffect.StartStreamTimer start ->
          timers.startSingleTimer(
              start.timer(),
              new Happened(new StreamSessionInput.LimitPassed(start.timer())),
              start.after());
    }
  }

  private void pass(HostId host, StreamInput.OfSession request) {
    ActorRef<StreamAnswered> asker = passing.remove(request.request());
    if (asker == null) {
      // Asked before this actor was here; whoever still waits asks again.
      return;
    }
    node.hosts()
        .get()
        .agent(host)
        .ifPresentOrElse(
            agent -> agent.tell(new AskStream(new ToStream(request), asker)),
            () -> asker.tell(refused(request.request(), unreachable(host))));
  }

  /** Has the session look at it again soon; whoever calls goes on waiting. */
  void passLater(StreamInput.OfSession request) {
    ActorRef<StreamAnswered> asker = passing.remove(request.request());
    if (asker != null) {
      ToStreamSession again =
          new ToStreamSession(request.stamp().session(), new StreamVerb.PassOn(request));
      waiting.add(request.request());
      later(request.request(), new PassStream(again, asker));
    }
  }

  /** Whether somebody waits for a call that was not passed on yet. */
  boolean passesLater() {
    return !waiting.isEmpty();
  }

  private static Fault unreachable(HostId host) {
    return Fault.expected(
        Failure.HOST_UNREACHABLE, "host " + host + " to be there", "it is not, or not yet");
  }

  private static StreamAnswered refused(RequestId request, Fault fault) {
    return new StreamAnswered(
        new StreamSaid(new StreamReply.StreamRefused(request, fault), Optional.empty()));
  }

  @Override
  void answer(StreamSessionReply reply) {
    ActorRef<StreamAnswered> asker = passing.remove(reply.request());
    if (asker != null && reply instanceof StreamSessionReply.Refused no) {
      asker.tell(refused(no.request(), no.fault()));
    } else {
      super.answer(reply);
    }
  }

  @Override
  Optional<RequestId> ended(StreamSessionReply reply) {
    return Optional.of(reply.request());
  }
}
