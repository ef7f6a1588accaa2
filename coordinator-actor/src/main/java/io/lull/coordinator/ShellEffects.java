package io.lull.coordinator;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.writer.WriterReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Carries out what a session of any kind wants done, and knows who waits for which of its answers.
 *
 * <p>None of it outlives the actor: what a recovered session wants, its state says, and whoever
 * still waits calls again.
 *
 * @param <M> what the session's actor is sent
 * @param <I> input
 * @param <F> effect
 * @param <R> reply
 */
abstract class ShellEffects<M, I, F, R> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  final TimerScheduler<M> timers;
  final Asking<M> asking;
  private final ActorRef<M> self;
  private final M someAnswered;
  private final Map<RequestId, ActorRef<R>> askers = new HashMap<>();
  private final List<I> heard = new ArrayList<>();

  /**
   * Of one actor.
   *
   * @param someAnswered has the session look at what it has heard
   * @param unanswered says that a participant's answer did not come in time
   */
  ShellEffects(
      Node node,
      ActorContext<M> context,
      TimerScheduler<M> timers,
      Function<WriterReply, I> ofWriter,
      Function<ProviderReply, I> ofProvider,
      M someAnswered,
      Function<String, M> unanswered) {
    this.timers = timers;
    this.self = context.getSelf();
    this.someAnswered = someAnswered;
    this.asking =
        new Asking<>(
            context,
            node.hosts()::get,
            reply -> heard(ofWriter.apply(reply)),
            reply -> heard(ofProvider.apply(reply)),
            unanswered);
  }

  abstract void carryOut(F effect, Limits limits);

  /** The call that a reply ends; none if it says that the call is still under way. */
  abstract Optional<RequestId> ended(R reply);

  /** The actor has failed and is back: nothing that it had begun counts any more. */
  void forget() {
    timers.cancelAll();
    heard.clear();
  }

  // Called when an answer arrives, also while an event is being written: what comes meanwhile is
  // written together.
  private M heard(I answer) {
    heard.add(answer);
    return someAnswered;
  }

  /** What participants have answered since it was asked last. */
  List<I> takeHeard() {
    List<I> answers = List.copyOf(heard);
    heard.clear();
    return answers;
  }

  void again(M message) {
    self.tell(message);
  }

  void later(RequestId request, M message) {
    timers.startSingleTimer(request, message, LOOK_AGAIN);
  }

  void expect(RequestId request, ActorRef<R> asker) {
    askers.put(request, asker);
  }

  /** A requester is told the end of a call; that it is under way it knows by hearing nothing. */
  void answer(R reply) {
    ended(reply).map(askers::remove).ifPresent(asker -> asker.tell(reply));
  }
}
