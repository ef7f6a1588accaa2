package io.lull.coordinator;

import io.lull.coordinator.RestoreMessage.Happened;
import io.lull.coordinator.RestoreMessage.Heard;
import io.lull.coordinator.RestoreMessage.Unanswered;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreEffect;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreReply;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** What a restore has others do; it asks writers, and no provider. */
final class RestoreEffects
    extends ShellEffects<RestoreMessage, RestoreInput, RestoreEffect, RestoreReply> {
  RestoreEffects(
      Node node, ActorContext<RestoreMessage> context, TimerScheduler<RestoreMessage> timers) {
    super(
        node,
        context,
        timers,
        RestoreInput.WriterSaid::new,
        reply -> {
          throw new IllegalStateException("expected that no provider is asked, but got " + reply);
        },
        new Heard(),
        Unanswered::new);
  }

  @Override
  void carryOut(RestoreEffect effect, Limits limits) {
    switch (effect) {
      case RestoreEffect.AskWriter ask -> asking.writer(ask.writer(), ask.request(), limits);
      case RestoreEffect.StartTimer start ->
          timers.startSingleTimer(
              start.timer(),
              new Happened(new RestoreInput.LimitPassed(start.timer())),
              start.after());
      case RestoreEffect.CancelTimer cancel -> timers.cancel(cancel.timer());
    }
  }

  @Override
  Optional<RequestId> ended(RestoreReply reply) {
    return reply instanceof RestoreReply.Pending ? Optional.empty() : Optional.of(reply.request());
  }
}
