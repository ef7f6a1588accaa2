package io.lull.acceptance.simulation;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.HostMessage;
import io.lull.node.Host;
import io.lull.node.HostSettings;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderMachine;
import io.lull.protocol.simulation.Application;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.writer.WriterMachine;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.provider.spi.Provider;
import io.lull.writer.LeaseKeeper;
import io.lull.writer.WriterHost;
import io.lull.writer.spi.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.jspecify.annotations.Nullable;

/** A host, wired as in production, with applications and providers that are doubles. */
final class SimHost extends SimProcess {
  private final HostId id;
  private final List<Volume> volumes;
  private final Labour labour = new Labour(this);
  private final SortedMap<WriterId, SimWriter> writers = new TreeMap<>();
  private final SortedMap<ProviderId, SimProvider> providers = new TreeMap<>();
  private final Map<SimNode, Known> directories = new HashMap<>();
  private final Map<String, Long> newest = new TreeMap<>();
  private boolean member = true;
  private @Nullable ActorSystem<Void> system;
  private @Nullable ActorRef<HostMessage> agent;

  /** The directory of one life of a node. */
  private record Known(int life, Wire.Remote<DirectoryMessage> directory) {}

  SimHost(ActorWorld world, HostId id, List<Volume> volumes) {
    super(world, id.name());
    this.id = id;
    this.volumes = volumes;
  }

  void add(WriterMetadata metadata, boolean guarded) {
    writers.put(metadata.writer(), new SimWriter(this, metadata, guarded));
  }

  void add(ProviderId provider) {
    providers.put(provider, new SimProvider(this, provider));
  }

  HostId id() {
    return id;
  }

  List<Volume> volumes() {
    return volumes;
  }

  Incarnation incarnation() {
    return new Incarnation(life());
  }

  Collection<SimWriter> writers() {
    return writers.values();
  }

  Collection<SimProvider> providers() {
    return providers.values();
  }

  Labour labour() {
    return labour;
  }

  ActorSystem<Void> system() {
    return Objects.requireNonNull(system);
  }

  Optional<ActorRef<HostMessage>> agent() {
    return Optional.ofNullable(agent);
  }

  /** Whether the cluster counts it in: since it began, until it is given up. */
  boolean isMember() {
    return member;
  }

  /** Whether this is the first word of a call in this life. */
  boolean isNew(Object participant, long call) {
    Long before = newest.get(participant.toString());
    boolean first = before == null || before < call;
    if (first) {
      newest.put(participant.toString(), call);
    }
    return first;
  }

  @Override
  void start() {
    super.start();
    boot();
  }

  void boot() {
    member = true;
    newest.clear();
    directories.clear();
    SortedMap<WriterId, Writer> applications = new TreeMap<>(writers);
    SortedMap<ProviderId, Provider> copiers = new TreeMap<>(providers);
    Host host =
        new Host(
            id,
            new HostSettings(Path.of("unused"), Duration.ofSeconds(30), applications, copiers),
            Limits.defaults(),
            Host.gate(copiers.values()),
            shared(),
            (_, work) -> labour.start(work)::interrupt,
            (about, fault) -> world.trace(name, about, " notes ", fault),
            Watched.of(this, new ProviderMachine()));
    ActorSystem<Void> born =
        Actors.start(
            this,
            Behaviors.setup(
                context -> {
                  agent = host.start(context, message -> world.toSession(this, message));
                  return Behaviors.empty();
                }));
    system = born;
    Wire.reportFailures(born, this);
    world.nodes().forEach(this::learnLater);
  }

  private WriterHost shared() {
    return new WriterHost(
        incarnation(),
        Limits.defaults(),
        this::uptime,
        this::token,
        (_, work) -> labour.start(work)::interrupt,
        world.plants().leases(leases()),
        this::log,
        Watched.of(this, new WriterMachine()));
  }

  private HoldToken token() {
    HexFormat hex = HexFormat.of();
    return new HoldToken(hex.toHexDigits(clockwork.bits()) + hex.toHexDigits(clockwork.bits()));
  }

  private LeaseKeeper leases() {
    return (at, due) -> {
      AtomicBoolean disarmed = new AtomicBoolean();
      after(
          until(at),
          () -> {
            if (!disarmed.get()) {
              labour.startAtOnce(due);
            }
          });
      return () -> disarmed.set(true);
    };
  }

  private void log(String line) {
    world.trace(name, "logs ", line);
    for (SimWriter writer : writers.values()) {
      if (line.startsWith(writer.id() + ":") || line.startsWith(writer.id() + " ")) {
        world.see(new Fact.Logged(writer.id(), writer.application().isFrozen()));
      }
    }
  }

  /** The membership tells this host of a node's directory, after a while. */
  void learnLater(SimNode node) {
    int nodeLife = node.life();
    after(
        clockwork.between(Clockwork.SECOND / 10, 2 * Clockwork.SECOND),
        () ->
            node.directory()
                .filter(_ -> node.lives(nodeLife))
                .ifPresent(directory -> learn(node, directory)));
  }

  private void learn(SimNode node, ActorRef<DirectoryMessage> directory) {
    Known before = directories.get(node);
    if (before != null && before.life() == node.life()) {
      return;
    }
    forget(node);
    Wire.Remote<DirectoryMessage> known =
        Wire.remote(system(), this, node, "directory-" + node.name + "-" + node.life(), directory);
    directories.put(node, new Known(node.life(), known));
    system().receptionist().tell(Receptionist.register(DirectoryMessage.KEY, known.ref()));
  }

  /** A node has died, which this host hears after a while. */
  void forgetLater(SimNode node) {
    int nodeLife = node.life();
    after(
        clockwork.between(2 * Clockwork.SECOND, 20 * Clockwork.SECOND),
        () -> {
          Known known = directories.get(node);
          if (known != null && known.life() == nodeLife) {
            forget(node);
          }
        });
  }

  private void forget(SimNode node) {
    Known known = directories.remove(node);
    if (known != null) {
      known.directory().terminated();
    }
  }

  /** An application lives on only if somebody else than this process ends its hold. */
  @Override
  void crash() {
    super.crash();
    for (SimWriter writer : writers.values()) {
      Application application = writer.application();
      if (!application.guarded()) {
        application.die(clockwork.now());
      }
    }
    ActorRef<HostMessage> dead = agent;
    if (dead != null) {
      world.nodes().forEach(node -> giveUpLater(node, dead));
    }
    int dying = life();
    clockwork.plan(
        40 * Clockwork.SECOND,
        () -> {
          if (!isAlive() && life() == dying) {
            member = false;
          }
        });
  }

  private void giveUpLater(SimNode node, ActorRef<HostMessage> dead) {
    clockwork.plan(
        clockwork.between(20 * Clockwork.SECOND, 40 * Clockwork.SECOND),
        () -> node.arrive(0, () -> node.gone(dead)));
  }
}
