package io.lull.cluster.config.membership;

import io.lull.cluster.config.journal.JournalProfile;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.cluster.config.settings.Role;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Makes a coordinator leave that joins another one without sharing a journal with it.
 *
 * <p>Two coordinators with a journal each would both call a session theirs. Each coordinator shows
 * its journal as a role, so that everybody can see whether they agree.
 */
public final class SoleCoordinator {
  /** Why such a node leaves. */
  public static final CoordinatedShutdown.Reason REASON =
      new CoordinatedShutdown.Reason() {
        @Override
        public String toString() {
          return "a second coordinator needs a journal that both can reach";
        }
      };

  private static final Set<MemberStatus> STAYING =
      Set.of(MemberStatus.joining(), MemberStatus.weaklyUp(), MemberStatus.up());

  private SoleCoordinator() {}

  static Behavior<Void> of(NodeSettings settings) {
    return settings.roles().contains(Role.COORDINATOR)
        ? Behaviors.<ClusterEvent.MemberEvent>setup(SoleCoordinator::watch).unsafeCast()
        : Behaviors.ignore();
  }

  private static Behavior<ClusterEvent.MemberEvent> watch(
      ActorContext<ClusterEvent.MemberEvent> context) {
    Cluster cluster = Cluster.get(context.getSystem());
    cluster
        .subscriptions()
        .tell(Subscribe.create(context.getSelf(), ClusterEvent.MemberEvent.class));
    return Behaviors.receiveMessage(
        event -> {
          Member self = cluster.selfMember();
          boolean second =
              StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                  .filter(other -> STAYING.contains(other.status()))
                  .anyMatch(other -> other.isOlderThan(self) && apart(self, other));
          if (!second) {
            return Behaviors.same();
          }
          context
              .getLog()
              .error(
                  "Leaves: expected coordinators to share a journal, but an older one and this one"
                      + " do not; coordinators on several nodes need"
                      + " lull.journal.profile = postgres");
          CoordinatedShutdown.get(context.getSystem()).runAll(REASON);
          return Behaviors.stopped();
        });
  }

  /** True if both are coordinators and one of them has a journal that the other cannot reach. */
  static boolean apart(Member one, Member other) {
    return one.hasRole(Role.COORDINATOR.key())
        && other.hasRole(Role.COORDINATOR.key())
        && (embedded(one) || embedded(other));
  }

  private static boolean embedded(Member member) {
    return member.hasRole(JournalProfile.EMBEDDED.role());
  }
}
