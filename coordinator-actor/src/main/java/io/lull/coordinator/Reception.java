package io.lull.coordinator;

import io.lull.coordinator.SessionMessage.Addressed;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.GroupRouter;
import org.apache.pekko.actor.typed.javadsl.Routers;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Whom a requester calls to begin a session; there is one on every coordinator.
 *
 * <p>A session cannot say that its journal is down: to speak at all it has to read it first. So the
 * refusal is given here, before there is a session.
 */
final class Reception {
  private static final ServiceKey<Call> KEY = ServiceKey.create(Call.class, "reception");

  private Reception() {}

  /**
   * The reception of this node.
   *
   * @param journalTrouble why the journal cannot be used now, if so
   */
  static Behavior<Call> create(
      Supplier<Optional<String>> journalTrouble, Consumer<Addressed> sessions) {
    return Behaviors.setup(
        context -> {
          context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
          return Behaviors.receiveMessage(
              call -> {
                journalTrouble
                    .get()
                    .ifPresentOrElse(trouble -> refuse(call, trouble), () -> sessions.accept(call));
                return Behaviors.same();
              });
        });
  }

  /** Any reception that can be reached. */
  static GroupRouter<Call> any() {
    return Routers.group(KEY).withRoundRobinRouting();
  }

  private static void refuse(Call call, String trouble) {
    if (call.verb().input() instanceof Verb verb) {
      call.replyTo()
          .tell(
              new SessionReply.Refused(
                  verb.request(), Fault.of(Failure.JOURNAL_UNAVAILABLE, trouble)));
    }
  }
}
