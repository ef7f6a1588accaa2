package io.lull.coordinator;

import io.lull.coordinator.SessionMessage.Attend;
import io.lull.coordinator.SessionMessage.Happened;
import io.lull.coordinator.SessionMessage.Heard;
import io.lull.coordinator.SessionMessage.Unanswered;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Carries out what a session wants done, and knows who waits for which of its answers.
 *
 * <p>None of it outlives the actor: what a recovered session wants, its state says, and whoever
 * still waits calls again.
 */
final class SessionEffects {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final SessionId id;
  private final Node node;
  private final ActorRef<SessionMessage> self;
  private final TimerScheduler<SessionMessage> timers;
  private final Asking<SessionMessage> asking;
  private final Map<RequestId, ActorRef<SessionReply>> askers = new HashMap<>();
  private final List<SessionInput> deferred = new ArrayList<>();
  private final List<SessionInput> heard = new ArrayList<>();

  SessionEffects(
      SessionId id,
      Node node,
      ActorContext<SessionMessage> context,
      TimerScheduler<SessionMessage> timers) {
    this.id = id;
    this.node = node;
    this.self = context.getSelf();
    this.timers = timers;
    this.asking =
        new Asking<>(
            context,
            node.hosts()::get,
            reply -> heard(new SessionInput.WriterSaid(reply)),
            reply -> heard(new SessionInput.ProviderSaid(reply)),
            Unanswered::new);
  }

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

  /** The actor has failed and is back: nothing that it had begun counts any more. */
  void forget() {
    timers.cancelAll();
    deferred.clear();
    heard.clear();
  }

  // Called when an answer arrives, also while an event is being written: what comes meanwhile is
  // written together.
  private SessionMessage heard(SessionInput answer) {
    heard.add(answer);
    return new Heard();
  }

  /** What participants have answered since it was asked last. */
  List<SessionInput> takeHeard() {
    List<SessionInput> answers = List.copyOf(heard);
    heard.clear();
    return answers;
  }

  /** Hands back what had to wait for the end of the window. */
  void resume() {
    deferred.forEach(input -> again(new Happened(input)));
    deferred.clear();
  }

  void again(SessionMessage message) {
    self.tell(message);
  }

  void later(Attend attend) {
    timers.startSingleTimer(attend.verb().request(), attend, LOOK_AGAIN);
  }

  void expect(RequestId request, ActorRef<SessionReply> asker) {
    askers.put(request, asker);
  }

  /** A requester is told the end of a call; that it is under way it knows by hearing nothing. */
  void answer(SessionReply reply) {
    if (!(reply instanceof SessionReply.Pending)) {
      ActorRef<SessionReply> asker = askers.remove(reply.request());
      if (asker != null) {
        asker.tell(reply);
      }
    }
  }
}
