package io.lull.node;

import com.typesafe.config.Config;
import io.lull.cluster.config.ClusterNode;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.cluster.config.settings.Role;
import io.lull.coordinator.Coordinator;
import io.lull.coordinator.Sessions;
import io.lull.coordinator.client.Lull;
import io.lull.protocol.id.HostId;
import io.lull.writer.SystemUptime;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A running node.
 *
 * @param client calls sessions from here
 * @param hosts the hosts that this node knows now; none unless it is a coordinator
 */
public record LullNode(ActorSystem<Void> system, Lull client, Supplier<Set<HostId>> hosts)
    implements AutoCloseable {

  /** What the actors of a node are reached by. */
  private record Parts(Sessions sessions, Supplier<Set<HostId>> hosts) {}

  /**
   * Starts a node and has it join its cluster.
   *
   * @param own what the user says, as in {@link NodeSettings#of}
   * @throws RuntimeException if something of it is refused; nothing is left running
   */
  public static LullNode start(Config own) {
    NodeSettings settings = NodeSettings.of(own);
    Optional<Host> host =
        settings.roles().contains(Role.HOST)
            ? Optional.of(Host.prepare(settings, NodeConfig.of(own)))
            : Optional.empty();
    CompletableFuture<Parts> ready = new CompletableFuture<>();
    ActorSystem<Void> system = ClusterNode.start(guardian(settings, host, ready), own);
    try {
      Parts parts = ready.join();
      return new LullNode(system, Lull.create(system, parts.sessions()), parts.hosts());
    } catch (CompletionException refused) {
      system.terminate();
      Throwable cause = Objects.requireNonNullElse(refused.getCause(), refused);
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  private static Behavior<Void> guardian(
      NodeSettings settings, Optional<Host> host, CompletableFuture<Parts> ready) {
    return Behaviors.setup(
        context -> {
          try {
            Parts parts =
                settings.roles().contains(Role.COORDINATOR)
                    ? coordinate(context, settings)
                    : new Parts(Sessions.from(context.getSystem()), Set::of);
            host.ifPresent(there -> there.start(context, parts.sessions()::tell));
            ready.complete(parts);
          } catch (RuntimeException refused) {
            // Whoever starts the node waits for this, and is told instead of a log.
            ready.completeExceptionally(refused);
          }
          return Behaviors.empty();
        });
  }

  private static Parts coordinate(ActorContext<Void> context, NodeSettings settings) {
    Coordinator coordinator =
        Coordinator.start(
            context,
            InstantSource.system(),
            SystemUptime.INSTANCE,
            settings.limits(),
            settings.journal().backOff());
    return new Parts(coordinator.sessions(), coordinator::hosts);
  }

  /** Leaves the cluster in good order; sessions move to other nodes, or wait in the journal. */
  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
