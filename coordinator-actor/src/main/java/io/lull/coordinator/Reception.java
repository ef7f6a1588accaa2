package io.lull.coordinator;

import io.lull.coordinator.RestoreMessage.CallRestore;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.StreamMessage.CallStream;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import java.util.Optional;
import java.util.function.BiConsumer;
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
  private static final ServiceKey<Call> SESSIONS = ServiceKey.create(Call.class, "reception");
  private static final ServiceKey<CallRestore> RESTORES =
      ServiceKey.create(CallRestore.class, "restore-reception");
  private static final ServiceKey<CallStream> STREAMS =
      ServiceKey.create(CallStream.class, "stream-reception");

  private Reception() {}

  /**
   * The reception of this node for backups.
   *
   * @param journalTrouble why the journal cannot be used now, if so
   */
  static Behavior<Call> ofSessions(
      Supplier<Optional<String>> journalTrouble, Consumer<SessionMessage.Addressed> sessions) {
    return create(SESSIONS, journalTrouble, sessions::accept, Reception::refuse);
  }

  /** As {@link #ofSessions}, for restores. */
  static Behavior<CallRestore> ofRestores(
      Supplier<Optional<String>> journalTrouble, Consumer<RestoreMessage.Addressed> restores) {
    return create(RESTORES, journalTrouble, restores::accept, Reception::refuse);
  }

  /** As {@link #ofSessions}, for streams. */
  static Behavior<CallStream> ofStreams(
      Supplier<Optional<String>> journalTrouble, Consumer<StreamMessage.Addressed> streams) {
    return create(STREAMS, journalTrouble, streams::accept, Reception::refuse);
  }

  private static <C> Behavior<C> create(
      ServiceKey<C> key,
      Supplier<Optional<String>> journalTrouble,
      Consumer<C> goOn,
      BiConsumer<C, Fault> refuse) {
    return Behaviors.setup(
        context -> {
          context.getSystem().receptionist().tell(Receptionist.register(key, context.getSelf()));
          return Behaviors.receiveMessage(
              call -> {
                journalTrouble
                    .get()
                    .map(trouble -> Fault.of(Failure.JOURNAL_UNAVAILABLE, trouble))
                    .ifPresentOrElse(fault -> refuse.accept(call, fault), () -> goOn.accept(call));
                return Behaviors.same();
              });
        });
  }

  /** Any reception for backups that can be reached. */
  static GroupRouter<Call> anyOfSessions() {
    return Routers.group(SESSIONS).withRoundRobinRouting();
  }

  /** Any reception for restores that can be reached. */
  static GroupRouter<CallRestore> anyOfRestores() {
    return Routers.group(RESTORES).withRoundRobinRouting();
  }

  /** Any reception for streams that can be reached. */
  static GroupRouter<CallStream> anyOfStreams() {
    return Routers.group(STREAMS).withRoundRobinRouting();
  }

  private static void refuse(CallStream call, Fault fault) {
    if (call.verb().input() instanceof StreamVerb verb) {
      call.replyTo().tell(new StreamSessionReply.Refused(verb.request(), fault));
    }
  }

  private static void refuse(Call call, Fault fault) {
    if (call.verb().input() instanceof Verb verb) {
      call.replyTo().tell(new SessionReply.Refused(verb.request(), fault));
    }
  }

  private static void refuse(CallRestore call, Fault fault) {
    if (call.verb().input() instanceof RestoreInput.Verb verb) {
      call.replyTo().tell(new RestoreReply.Refused(verb.request(), fault));
    }
  }
}
