package io.lull.coordinator;

import io.lull.coordinator.SessionMessage.Happened;
import io.lull.coordinator.SessionMessage.Heard;
import io.lull.coordinator.SessionMessage.Unanswered;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** What a backup session has others do. */
final class SessionEffects
    extends ShellEffects<SessionMessage, SessionInput, SessionEffect, SessionReply> {
  private final SessionId id;
  private final Node node;
  private final List<SessionInput> deferred = new ArrayList<>();

  SessionEffects(
      SessionId id,
      Node node,
      ActorContext<SessionMessage> context,
      TimerScheduler<SessionMessage> timers) {
    super(
        node,
        context,
        timers,
        SessionInput.WriterSaid::new,
        SessionInput.ProviderSaid::new,
        new Heard(),
        Unanswered::new);
    this.id = id;
    this.node = node;
  }

  @Override
  void carryOut(SessionEffect effect, Limits limits) {
    switch (effect) {
      case SessionEffect.AskWriter ask -> asking.writer(ask.writer(), ask.request(), limits);
      case SessionEffect.AskProvider ask -> asking.provider(ask.provider(), ask.request(), limits);
      case SessionEffect.AskSlot ask ->
          node.shards()
              .tell(new SlotMessage.Tell(new SlotMessage.ToSlot(ask.host(), ask.request())));
      case SessionEffect.TellFate tell ->
          asking.tellFate(tell.provider(), tell.set(), tell.lives());
      case SessionEffect.OpenWindow open -> node.keeper().tell(new WindowKeeper.Open(open.plan()));
      case SessionEffect.AbortWindow abort ->
          node.keeper().tell(new WindowKeeper.GiveUp(id, abort.cause()));
      case SessionEffect.Defer defer -> deferred.add(defer.input());
      case SessionEffect.StartTimer start ->
          timers.startSingleTimer(
              start.timer(), new Happened(new SessionInput.TimerDue(start.timer())), start.after());
      case SessionEffect.CancelTimer cancel -> timers.cancel(cancel.timer());
    }
  }

  @Override
  Optional<RequestId> ended(SessionReply reply) {
    return reply instanceof SessionReply.Pending ? Optional.empty() : Optional.of(reply.request());
  }

  @Override
  void forget() {
    super.forget();
    deferred.clear();
  }

  /** Hands back what had to wait for the end of the window. */
  void resume() {
    deferred.forEach(input -> again(new Happened(input)));
    deferred.clear();
  }
}
