package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.HostMessage;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.SessionInput.AddToSnapshotSet;
import io.lull.protocol.session.SessionInput.GatherWriterMetadata;
import io.lull.protocol.session.SessionInput.StartSnapshotSet;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.value.Sorted;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;

/** The hosts that there are, as this node knows them at one moment. */
record Hosts(SortedMap<HostId, HostPresent> present) {
  static final Hosts NONE = new Hosts(Sorted.map(Map.of()));

  Hosts with(HostPresent host) {
    return new Hosts(Sorted.with(present, host.presence().host(), host));
  }

  Hosts without(HostId host) {
    return new Hosts(Sorted.without(present, host));
  }

  Optional<HostPresent> host(HostId host) {
    return Optional.ofNullable(present.get(host));
  }

  /** Whoever speaks for a host, if there is anybody. */
  Optional<ActorRef<HostMessage>> agent(HostId host) {
    return host(host).map(HostPresent::agent);
  }

  /**
   * The nodes that have still to say which hosts they are, before this verb is about all that it
   * means.
   *
   * @param nodes all that are members as hosts; few verbs need to know
   */
  Set<Address> awaitedFor(Verb verb, Supplier<Set<Address>> nodes) {
    boolean known =
        switch (verb) {
          case GatherWriterMetadata _ -> false;
          case StartSnapshotSet start ->
              !start.hosts().isEmpty() && present.keySet().containsAll(start.hosts());
          case AddToSnapshotSet add -> present.containsKey(add.volume().host());
          default -> true;
        };
    return known ? Set.of() : silent(nodes);
  }

  /** The nodes that have still to say which hosts they are, before these are all known. */
  Set<Address> awaitedFor(Set<HostId> needed, Supplier<Set<Address>> nodes) {
    return present.keySet().containsAll(needed) ? Set.of() : silent(nodes);
  }

  /** The only host that there is, if nobody else among these nodes can turn out to be one. */
  Optional<HostId> only(Supplier<Set<Address>> nodes) {
    return present.size() == 1 && silent(nodes).isEmpty()
        ? Optional.of(present.firstKey())
        : Optional.empty();
  }

  private Set<Address> silent(Supplier<Set<Address>> nodes) {
    Set<Address> silent = new HashSet<>(nodes.get());
    present.values().forEach(host -> silent.remove(host.agent().path().address()));
    return silent;
  }

  /** Why a call that is about these nodes is refused. */
  static Fault silent(Set<Address> awaited) {
    return Fault.expected(
        Failure.HOST_UNREACHABLE,
        "the nodes " + awaited + " to say which hosts they are",
        "they are members of the cluster and silent");
  }

  /** What a requester calls, with what only the directory knows. */
  Verb completed(Verb verb) {
    return switch (verb) {
      case GatherWriterMetadata gather -> new GatherWriterMetadata(gather.request(), writers());
      case StartSnapshotSet start ->
          new StartSnapshotSet(start.request(), start.set(), start.hosts(), present.keySet());
      case AddToSnapshotSet add ->
          new AddToSnapshotSet(
              add.request(), add.volume(), add.provider(), candidates(add.volume().host()));
      default -> verb;
    };
  }

  /** All writers that there are, in the lives of their hosts. */
  SortedMap<WriterId, Incarnation> writers() {
    SortedMap<WriterId, Incarnation> writers = new TreeMap<>();
    for (HostPresent host : present.values()) {
      host.presence()
          .writers()
          .forEach(writer -> writers.put(writer, host.presence().incarnation()));
    }
    return writers;
  }

  private List<Candidate> candidates(HostId host) {
    return host(host).map(there -> there.presence().providers()).orElse(List.of());
  }
}
