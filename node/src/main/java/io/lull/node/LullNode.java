package io.lull.node;

import com.typesafe.config.Config;
import io.lull.cluster.config.ClusterNode;
import io.lull.cluster.config.health.Health;
import io.lull.cluster.config.health.HealthEndpoint;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.settings.NodeAddress;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.cluster.config.settings.Role;
import io.lull.coordinator.Chronicle;
import io.lull.coordinator.Coordinator;
import io.lull.coordinator.Onlooker;
import io.lull.coordinator.Patrol;
import io.lull.coordinator.Sessions;
import io.lull.coordinator.StreamMessage.TellStreamSession;
import io.lull.coordinator.StreamMessage.ToStreamSession;
import io.lull.coordinator.client.Lull;
import io.lull.node.api.ApiServer;
import io.lull.node.log.SessionLines;
import io.lull.node.metrics.Metrics;
import io.lull.node.stream.Blocks;
import io.lull.node.stream.GivingWay;
import io.lull.node.stream.OwnHost;
import io.lull.node.stream.StreamsHere;
import io.lull.protocol.id.HostId;
import io.lull.protocol.stream.session.StreamSessionInput.HostReported;
import io.lull.writer.SystemUptime;
import io.lull.writer.spi.WriterFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A running node.
 *
 * @param client calls sessions from here
 * @param hosts the hosts that this node knows now; none unless it is a coordinator
 * @param ready whether it can be given work now
 * @param inside what it shows of itself; nothing unless it is a coordinator
 * @param api where it answers over HTTP, if it does
 * @param held how many of its writers stand still, or are about to
 */
public record LullNode(
    ActorSystem<Void> system,
    Lull client,
    Supplier<Set<HostId>> hosts,
    BooleanSupplier ready,
    Optional<Inside> inside,
    Optional<ApiServer> api,
    IntSupplier held)
    implements AutoCloseable {
  // Shorter than anybody notices, and nothing beside what a start costs.
  private static final Duration CLOSED = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** What the actors of a node are reached by, and how it is. */
  private record Parts(
      Sessions sessions,
      Optional<Coordinator> coordinator,
      Health health,
      Optional<StreamsHere> streams) {
    Parts with(StreamsHere here) {
      return new Parts(sessions, coordinator, health, Optional.of(here));
    }

    Set<HostId> hosts() {
      return coordinator.map(Coordinator::hosts).orElse(Set.of());
    }
  }

  /**
   * Starts a node and has it join its cluster.
   *
   * @param own what the user says, as in {@link NodeSettings#of}
   * @throws RuntimeException if something of it is refused; nothing is left running
   */
  public static LullNode start(Config own) {
    return start(own, List.of());
  }

  /**
   * Starts a node inside an application that has writers of its own.
   *
   * @param own what the user says, as in {@link NodeSettings#of}
   * @param writers the application's kinds of writers, besides those on the class path
   * @throws RuntimeException if something of it is refused; nothing is left running
   */
  public static LullNode start(Config own, Collection<WriterFactory> writers) {
    NodeSettings settings = NodeSettings.of(own);
    Config config = NodeConfig.of(own, settings);
    Optional<Host> host =
        settings.roles().contains(Role.HOST)
            ? Optional.of(Host.prepare(settings, config, writers))
            : Optional.empty();
    Metrics metrics = new Metrics(ApiServer.VERSION);
    host.ifPresent(there -> there.measure(metrics));
    CompletableFuture<Parts> ready = new CompletableFuture<>();
    ActorSystem<Void> system =
        ClusterNode.start(guardian(settings, host, metrics, ready), settings, config);
    system.getWhenTerminated().thenRun(metrics::close);
    try {
      Parts parts = ready.join();
      Lull client = Lull.create(system, parts.sessions());
      Supplier<List<String>> notReady = () -> notReady(settings, parts);
      Optional<Inside> inside =
          parts.coordinator().map(there -> inside(system, settings, client, there, notReady));
      measure(metrics, parts, notReady);
      inside.ifPresent(there -> LastSuccess.look(there.chronicle(), system, metrics));
      inside.ifPresent(there -> Patrol.begin(system, there.chronicle(), there.sessions()));
      return new LullNode(
          system,
          client,
          parts::hosts,
          () -> notReady.get().isEmpty(),
          inside,
          api(system, settings, inside, parts.streams(), metrics),
          () -> host.map(there -> there.shared().leases().armed()).orElse(0));
    } catch (CompletionException refused) {
      system.terminate();
      Throwable cause = Objects.requireNonNullElse(refused.getCause(), refused);
      if (cause instanceof LinkageError incomplete) {
        throw incomplete;
      }
      throw new IllegalStateException(cause.getMessage(), cause);
    } catch (RuntimeException | LinkageError refused) {
      system.terminate();
      throw refused;
    }
  }

  private static Inside inside(
      ActorSystem<Void> system,
      NodeSettings settings,
      Lull client,
      Coordinator coordinator,
      Supplier<List<String>> notReady) {
    Chronicle chronicle = Chronicle.of(system);
    // Before the system ends: nothing of this node has the journal open after that.
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "close-chronicle",
            () -> closed(chronicle));
    return new Inside(
        settings.host(),
        client,
        coordinator.sessions(),
        chronicle,
        coordinator.rounds(),
        settings.plans(),
        settings.retention(),
        notReady);
  }

  /** It may have to wait for the database, which is not for actor threads. */
  private static CompletionStage<Done> closed(Chronicle chronicle) {
    return CompletableFuture.supplyAsync(
        () -> {
          chronicle.close();
          return Done.getInstance();
        },
        Thread::startVirtualThread);
  }

  private static void measure(Metrics metrics, Parts parts, Supplier<List<String>> notReady) {
    metrics.ofNode(() -> notReady.get().isEmpty());
    if (parts.coordinator().isPresent()) {
      metrics.ofCoordinator(
          () -> parts.hosts().size(), () -> parts.health().journalTrouble().isEmpty());
    }
  }

  private static Optional<ApiServer> api(
      ActorSystem<Void> system,
      NodeSettings settings,
      Optional<Inside> inside,
      Optional<StreamsHere> streams,
      Metrics metrics) {
    return settings
        .api()
        .listen()
        .map(
            at ->
                ApiServer.start(
                        system, inside, streams, metrics, settings.limits(), settings.api(), at)
                    .toCompletableFuture()
                    .join());
  }

  /** A node that is both is of use only when it has found itself as a host. */
  private static List<String> notReady(NodeSettings settings, Parts parts) {
    List<String> reasons = new ArrayList<>(parts.health().readiness().reasons());
    if (settings.roles().containsAll(Set.of(Role.values()))
        && !parts.hosts().contains(settings.host())) {
      reasons.add(
          "expected the node to have found itself as host "
              + settings.host()
              + ", but it has not yet");
    }
    return reasons;
  }

  private static Behavior<Void> guardian(
      NodeSettings settings, Optional<Host> host, Metrics metrics, CompletableFuture<Parts> ready) {
    return Behaviors.setup(
        context -> {
          try {
            Health health = Health.start(context.getSystem(), settings);
            Parts parts =
                settings.roles().contains(Role.COORDINATOR)
                    ? coordinate(context, settings, metrics, health)
                    : new Parts(Sessions.from(context), Optional.empty(), health, Optional.empty());
            Parts all = host.map(there -> serve(context, there, parts)).orElse(parts);
            settings.health().listen().ifPresent(at -> answer(context, health, at));
            ready.complete(all);
          } catch (RuntimeException | LinkageError refused) {
            // Whoever starts the node waits for this, and is told instead of a log.
            ready.completeExceptionally(refused);
          }
          return Behaviors.empty();
        });
  }

  private static Parts serve(ActorContext<Void> context, Host host, Parts parts) {
    Sessions sessions = parts.sessions();
    ActorRef<HostMessage> agent =
        host.start(
            context,
            sessions::tell,
            (session, _, report) ->
                sessions.tell(
                    new TellStreamSession(
                        new ToStreamSession(session, new HostReported(host.id(), report)))));
    OwnHost own = new OwnHost(host.id(), agent, context.getSystem());
    return host.streams()
        .map(
            streams ->
                new GivingWay(streams.reader()::read, host.news()::stands, host.limits().hold()))
        .map(reader -> new StreamsHere(own, new Blocks(reader)))
        .map(parts::with)
        .orElse(parts);
  }

  private static Parts coordinate(
      ActorContext<Void> context, NodeSettings settings, Metrics metrics, Health health) {
    Coordinator coordinator =
        Coordinator.start(
            context,
            InstantSource.system(),
            SystemUptime.INSTANCE,
            settings.limits(),
            settings.journal().backOff(),
            health::journalTrouble,
            Onlooker.all(List.of(metrics.ofCoordinator(), new SessionLines())));
    return new Parts(coordinator.sessions(), Optional.of(coordinator), health, Optional.empty());
  }

  private static void answer(ActorContext<Void> context, Health health, NodeAddress at) {
    HealthEndpoint endpoint = HealthEndpoint.start(health, at);
    context.getSystem().getWhenTerminated().thenRun(endpoint::close);
  }

  /** Ends when the node can be given work for the first time. */
  public CompletionStage<LullNode> whenReady() {
    CompletableFuture<LullNode> first = new CompletableFuture<>();
    look(first);
    return first;
  }

  private void look(CompletableFuture<LullNode> first) {
    if (ready.getAsBoolean()) {
      first.complete(this);
    } else {
      system.scheduler().scheduleOnce(LOOK_AGAIN, () -> look(first), system.executionContext());
    }
  }

  /**
   * Leaves the cluster in good order; sessions move to other nodes, or wait in the journal.
   *
   * <p>What has not ended after a minute is left alone: a connection with TLS can keep the actor
   * system from ending, but nobody hears of it any more.
   */
  @Override
  public void close() {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .thenAccept(_ -> {})
        .completeOnTimeout(null, CLOSED.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
