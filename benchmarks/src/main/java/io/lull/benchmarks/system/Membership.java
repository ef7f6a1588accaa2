package io.lull.benchmarks.system;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Notes what becomes of members, and when, as one of them sees it. */
final class Membership {
  private final List<Change> changes = new CopyOnWriteArrayList<>();

  /** What can become of a member. */
  enum What {
    UNREACHABLE,
    REACHABLE,
    DOWNED,
    REMOVED
  }

  /** Something that became of one member. */
  record Change(long nanos, What what, Address member) {}

  static Membership of(ActorSystem<?> system) {
    Membership watch = new Membership();
    system.systemActorOf(
        Behaviors.<ClusterEvent.ClusterDomainEvent>setup(
            context -> {
              Cluster.get(system)
                  .subscriptions()
                  .tell(Subscribe.create(context.getSelf(), ClusterEvent.ClusterDomainEvent.class));
              return Behaviors.receiveMessage(
                  event -> {
                    watch.note(event);
                    return Behaviors.same();
                  });
            }),
        "membership",
        Props.empty());
    return watch;
  }

  private void note(ClusterEvent.ClusterDomainEvent event) {
    switch (event) {
      case ClusterEvent.UnreachableMember gone -> note(What.UNREACHABLE, gone.member().address());
      case ClusterEvent.ReachableMember back -> note(What.REACHABLE, back.member().address());
      case ClusterEvent.MemberDowned downed -> note(What.DOWNED, downed.member().address());
      case ClusterEvent.MemberRemoved gone -> note(What.REMOVED, gone.member().address());
      default -> {}
    }
  }

  private void note(What what, Address member) {
    changes.add(new Change(System.nanoTime(), what, member));
  }

  /** Everything of this kind since then. */
  List<Change> since(What what, long nanos) {
    return changes.stream()
        .filter(change -> change.what() == what && change.nanos() > nanos)
        .toList();
  }

  /** Seconds from then to the first of this kind; not a number if there was none. */
  double seconds(What what, long nanos) {
    return since(what, nanos).stream()
        .mapToDouble(change -> (change.nanos() - nanos) / 1e9)
        .findFirst()
        .orElse(Double.NaN);
  }
}
