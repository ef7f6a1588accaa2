package io.lull.coordinator;

import io.lull.protocol.time.Uptime;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;

/**
 * What a coordinator stands on; a simulation puts in its own.
 *
 * @param shards where sessions and slots live
 * @param unreachable has somebody told of every node that cannot be reached any more
 * @param hosts the nodes that are members as hosts now, whether or not they have said which
 * @param machines the rules
 * @param onlooker hears how the sessions of this node go
 */
public record Ground(
    InstantSource calendar,
    Supplier<Uptime> uptime,
    Shards shards,
    Consumer<ActorRef<UnreachableMember>> unreachable,
    Supplier<Set<Address>> hosts,
    Machines machines,
    Onlooker onlooker) {
  /** Nobody looks on. */
  public Ground(
      InstantSource calendar,
      Supplier<Uptime> uptime,
      Shards shards,
      Consumer<ActorRef<UnreachableMember>> unreachable,
      Supplier<Set<Address>> hosts,
      Machines machines) {
    this(calendar, uptime, shards, unreachable, hosts, machines, Onlooker.NOBODY);
  }
}
