package io.lull.coordinator;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageFailure;

/**
 * Tells an event-sourced actor of a failed write once, however many events there were in it.
 *
 * <p>The first event's failure has the actor read its journal anew. The others' reach it then, are
 * stashed among its commands, and whatever is stashed behind one of them waits until some further
 * command comes; behind a message that stops the actor none ever does.
 */
final class OneFailure extends BehaviorInterceptor<Object, Object> {
  private int failed = -1;

  private OneFailure() {
    super(Object.class);
  }

  @SuppressWarnings("unchecked")
  static <M> Behavior<M> of(Behavior<M> eventSourced) {
    // What the journal says comes beside the messages, and has no type of theirs.
    Behavior<Object> all = (Behavior<Object>) (Behavior<?>) eventSourced;
    return (Behavior<M>) (Behavior<?>) Behaviors.intercept(OneFailure::new, all);
  }

  @Override
  public Behavior<Object> aroundReceive(
      TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
    if (message instanceof WriteMessageFailure failure) {
      if (failure.actorInstanceId() == failed) {
        return Behaviors.same();
      }
      failed = failure.actorInstanceId();
    }
    return target.apply(context, message);
  }
}
