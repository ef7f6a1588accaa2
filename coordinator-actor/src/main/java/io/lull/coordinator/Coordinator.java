package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.settings.JournalSettings.BackOff;
import io.lull.cluster.config.settings.Role;
import io.lull.protocol.id.HostId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.time.Uptime;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Makes a node a coordinator: starts its keeper and directory, and its share of the shards. */
public final class Coordinator {
  /** The role of the nodes that sessions and slots live on. */
  public static final String ROLE = "coordinator";

  /** Of those who join or leave, nobody can say yet, or any more, what they have. */
  private static final Set<MemberStatus> MEMBERS =
      Set.of(MemberStatus.up(), MemberStatus.weaklyUp());

  private final AtomicReference<Hosts> known;
  private final Sessions sessions;
  private final HostRounds rounds;

  private Coordinator(AtomicReference<Hosts> known, Sessions sessions, HostRounds rounds) {
    this.known = known;
    this.sessions = sessions;
    this.rounds = rounds;
  }

  /** The way to sessions from this node. */
  public Sessions sessions() {
    return sessions;
  }

  /** The hosts that this node knows now. */
  public Set<HostId> hosts() {
    return known.get().present().keySet();
  }

  /** Asks the hosts that this node knows. */
  public HostRounds rounds() {
    return rounds;
  }

  /**
   * Starts what a coordinator needs, below the actor whose context this is.
   *
   * @param limits of the creation slots; a session brings its own
   * @param journalTrouble why the journal cannot be used now, if so
   * @param onlooker hears how the sessions of this node go
   */
  public static Coordinator start(
      ActorContext<?> context,
      InstantSource calendar,
      Supplier<Uptime> uptime,
      Limits limits,
      BackOff backOff,
      Supplier<Optional<String>> journalTrouble,
      Onlooker onlooker) {
    ActorSystem<?> system = context.getSystem();
    Sessions sessions = Sessions.fromCoordinator(context);
    Ground ground =
        new Ground(
            calendar,
            uptime,
            new ClusterShards(system, sessions),
            listener ->
                Cluster.get(system)
                    .subscriptions()
                    .tell(Subscribe.create(listener, UnreachableMember.class)),
            () -> hostNodes(context.getSystem()),
            Machines.REAL,
            onlooker);
    AtomicReference<Hosts> hosts = start(context, ground, limits, backOff);
    // Last of all, so that nobody is sent to sessions that nobody has started.
    context.spawn(Reception.ofSessions(journalTrouble, sessions::tell), "reception");
    context.spawn(Reception.ofRestores(journalTrouble, sessions::tell), "restore-reception");
    context.spawn(Reception.ofStreams(journalTrouble, sessions::tell), "stream-reception");
    return new Coordinator(hosts, sessions, new HostRounds(system, hosts::get, ground.hosts()));
  }

  /**
   * As {@link #start(ActorContext, InstantSource, Supplier, Limits, BackOff, Supplier, Onlooker)},
   * on that ground.
   */
  public static void startOn(
      Ground ground, ActorContext<?> context, Limits limits, BackOff backOff) {
    var _ = start(context, ground, limits, backOff);
  }

  private static Set<Address> hostNodes(ActorSystem<?> system) {
    Cluster cluster = Cluster.get(system);
    Set<Address> nodes = new HashSet<>();
    for (Member member : cluster.state().getMembers()) {
      if (MEMBERS.contains(member.status()) && member.hasRole(Role.HOST.key())) {
        // An actor of this node has an address without a network.
        boolean here = member.equals(cluster.selfMember());
        nodes.add(here ? system.deadLetters().path().address() : member.address());
      }
    }
    return nodes;
  }

  private static AtomicReference<Hosts> start(
      ActorContext<?> context, Ground ground, Limits limits, BackOff backOff) {
    AtomicReference<Hosts> hosts = new AtomicReference<>(Hosts.NONE);
    Windows windows = new Windows();
    ActorRef<WindowKeeper.Command> keeper =
        context.spawn(
            WindowKeeper.create(windows, hosts::get, ground), "windows", WindowKeeper.DISPATCHER);
    ActorRef<DirectoryMessage> directory =
        context.spawn(
            Directory.create(hosts, ground.unreachable()),
            "directory",
            DispatcherSelector.defaultDispatcher());
    directory.tell(new Directory.Listen(keeper));
    Node node = new Node(ground, hosts, directory, keeper, windows, backOff);
    ground
        .shards()
        .share(
            new Shards.Entities(
                (id, shard) -> OneFailure.of(SessionActor.create(id, node, shard)),
                (id, shard) -> OneFailure.of(RestoreActor.create(id, node, shard)),
                (id, shard) -> OneFailure.of(StreamSessionActor.create(id, node, limits, shard)),
                (host, shard) -> OneFailure.of(CreationSlot.create(host, node, limits, shard))));
    return hosts;
  }
}
