package io.lull.benchmarks.system;

import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.node.HostAgent;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.slot.CreationGate;
import io.lull.provider.ProviderActor;
import io.lull.provider.ProviderCommand;
import io.lull.provider.ProviderSetup;
import io.lull.provider.Workers;
import io.lull.wire.api.HostView;
import io.lull.writer.SystemUptime;
import io.lull.writer.WriterActor;
import io.lull.writer.WriterCommand;
import io.lull.writer.WriterHost;
import io.lull.writer.WriterSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/**
 * Many hosts in one process: each has the agent, the writers and the provider that it would have on
 * a machine of its own, and only the process is shared.
 */
final class SimulatedHosts {
  private static final Duration ANNOUNCE = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final WriterHost shared;
  private final Moments moments;

  SimulatedHosts(ActorSystem<?> system, Moments moments) throws InterruptedException {
    this.system = system;
    this.shared = WriterHost.of(Incarnation.FIRST, Limits.defaults());
    this.moments = moments;
  }

  static HostId host(int number) {
    return new HostId("h" + number);
  }

  static WriterId writer(HostId host, int number) {
    return new WriterId(host, "w" + number);
  }

  static Volume volume(HostId host) {
    return new Volume(host, "/data");
  }

  /** Starts so many hosts with one writer each. */
  List<HostId> start(int hosts) {
    List<HostId> started = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      started.add(start(host(i), 1));
    }
    return started;
  }

  /** Starts one host with so many writers, all of whose data lies on one volume. */
  HostId start(HostId host, int writers) {
    SortedMap<WriterId, ActorRef<WriterCommand>> actors = new TreeMap<>();
    for (int i = 0; i < writers; i++) {
      WriterId id = writer(host, i);
      WriterSetup setup =
          new WriterSetup(
              id, new NoopWriter(id, volume(host), moments), Optional.empty(), List.of(), shared);
      actors.put(id, spawn(WriterActor.create(setup), host + "-" + id.name()));
    }
    ProviderId provider = new ProviderId(host, "main");
    Map<ProviderId, ActorRef<ProviderCommand>> providers =
        Map.of(provider, spawn(ProviderActor.create(provider(provider)), host + "-main"));
    Presence presence =
        new Presence(
            host,
            shared.incarnation(),
            actors.keySet(),
            List.of(
                new Candidate(provider, ProviderKind.SOFTWARE, Cut.ATOMIC, shared.incarnation())));
    spawn(
        HostAgent.create(
            presence, actors, providers, CreationGate.UNUSED, unseen(presence), ANNOUNCE),
        host + "-agent");
    return host;
  }

  /** Nobody looks at a host that is measured. */
  private static HostAgent.Lookout unseen(Presence presence) {
    return new HostAgent.Lookout(
        () -> new HostView(presence.host(), presence.incarnation(), List.of(), List.of()),
        Map.of(),
        Workers.virtualThreads());
  }

  private ProviderSetup provider(ProviderId id) {
    return new ProviderSetup(
        id,
        shared.incarnation(),
        Limits.defaults(),
        new NoopProvider(moments),
        Workers.virtualThreads(),
        SystemUptime.INSTANCE,
        (session, set) -> {},
        (about, fault) -> {});
  }

  private <M> ActorRef<M> spawn(org.apache.pekko.actor.typed.Behavior<M> behavior, String name) {
    return system.systemActorOf(behavior, name, Props.empty());
  }
}
