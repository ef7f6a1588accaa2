package io.lull.acceptance.simulation;

import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.HostMessage.AskProvider;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.coordinator.SessionMessage.HandIn;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.FunctionRef;
import org.apache.pekko.actor.InternalActorRef;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.event.Logging;
import org.apache.pekko.util.Version;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * References to actors of other processes, as remoting makes them: what is told to one goes over
 * the network, and a reference in a message becomes one that leads back.
 */
final class Wire {
  private Wire() {}

  /** A reference to an actor elsewhere, which can be watched, and be reported dead. */
  record Remote<T>(ActorRef<T> ref, FunctionRef function) {
    /** Whoever watches it is told that the actor is gone. */
    void terminated() {
      function.stop();
    }
  }

  /** What one process knows of an actor of another one. */
  static <T> Remote<T> remote(
      ActorSystem<?> here, SimProcess from, SimProcess to, String name, ActorRef<T> target) {
    return function(
        here,
        to.name,
        name,
        message -> {
          to.world.sees().sent(from, to, message);
          T there = back(to, from, message);
          to.world
              .network()
              .send(
                  from,
                  to,
                  () -> {
                    to.world.sees().arrived(to, message);
                    if (!to.world.plants().delivers(to, there)) {
                      target.tell(there);
                    }
                  });
        });
  }

  /** A reference by which the simulation itself is told something at once. */
  static <T> Remote<T> function(ActorSystem<?> here, String at, String name, Consumer<T> told) {
    ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(here);
    ActorPath path = new RootActorPath(address(at), "/").child(name);
    @SuppressWarnings("unchecked")
    FunctionRef function =
        new FunctionRef(
            path,
            classic.provider(),
            classic,
            (sender, message) -> {
              told.accept((T) message);
              return BoxedUnit.UNIT;
            });
    return new Remote<>(Adapter.toTyped(function), function);
  }

  static Address address(String process) {
    return new Address("pekko", process);
  }

  /** The message as its receiver sees it. */
  @SuppressWarnings("unchecked")
  static <T> T back(SimProcess at, SimProcess to, T message) {
    return switch (message) {
      case AskWriter ask -> (T) new AskWriter(ask.question(), answer(at, to, ask.replyTo()));
      case AskProvider ask -> (T) new AskProvider(ask.question(), answer(at, to, ask.replyTo()));
      case HostPresent there ->
          (T) new HostPresent(there.presence(), ((SimNode) at).agent((SimHost) to, there.agent()));
      case HandIn report -> (T) new HandIn(report.reported(), answer(at, to, report.keeper()));
      default -> message;
    };
  }

  private static <A> ActorRef<A> answer(SimProcess at, SimProcess to, ActorRef<A> asker) {
    return at.equals(to) ? asker : remote(at.world.system(at), at, to, "answer", asker).ref();
  }

  /** Has something done when an actor has ended. */
  static void watch(ActorSystem<?> here, ActorRef<?> actor, Runnable ended) {
    Remote<Object> watcher =
        function(
            here,
            "watcher",
            "watcher",
            message -> {
              if (message instanceof Terminated) {
                ended.run();
              }
            });
    watcher.function().watch(Adapter.toClassic(actor));
  }

  /** An actor right below the guardian. */
  static <T> ActorRef<T> find(ActorSystem<?> here, String name) {
    ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(here);
    return Adapter.toTyped(classic.provider().resolveActorRef("pekko://lull/user/" + name));
  }

  static void stop(ActorRef<?> actor) {
    ((InternalActorRef) Adapter.toClassic(actor)).stop();
  }

  /** An actor that fails is a mistake of ours, and nobody reads the log of a simulation. */
  static void reportFailures(ActorSystem<?> here, SimProcess process) {
    Remote<Object> log =
        function(
            here,
            process.name,
            "log",
            message -> {
              if (message instanceof Logging.Error error) {
                process.world.failed(process, error.cause() + " " + error.message());
              }
            });
    Adapter.toClassic(here).eventStream().subscribe(log.function(), Logging.Error.class);
  }

  /** What the membership says of a process that does not answer. */
  static UnreachableMember unreachable(String process) {
    return new UnreachableMember(
        new Member(
            new UniqueAddress(address(process), 1L),
            1,
            MemberStatus.up(),
            CollectionConverters.asScala(Set.of("dc-default")).toSet(),
            Version.Zero()));
  }
}
