package io.lull.cluster.config.membership;

import io.lull.cluster.config.settings.ClusterSettings;
import io.lull.cluster.config.settings.NodeAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** Brings the node into the cluster, and is done when it is up. */
final class Joining {
  /** What it is told. */
  private sealed interface Message {
    /** It is time to ask for the name again. */
    record Ask() implements Message {}

    /** The name has these addresses. */
    record Found(List<String> addresses) implements Message {}

    /** Nobody knows the name, at the moment or for ever. */
    record Unknown(String why) implements Message {}

    /** The node is a member. */
    record Up() implements Message {}
  }

  private final ActorContext<Message> context;
  private final ClusterSettings settings;
  private final Resolver resolver;
  private List<NodeAddress> asked = List.of();
  private boolean unknown;

  private Joining(ActorContext<Message> context, ClusterSettings settings, Resolver resolver) {
    this.context = context;
    this.settings = settings;
    this.resolver = resolver;
  }

  static Behavior<Void> of(ClusterSettings settings, Resolver resolver) {
    return Behaviors.<Message>setup(
            context ->
                Behaviors.withTimers(
                    timers -> new Joining(context, settings, resolver).start(timers)))
        .unsafeCast();
  }

  private Behavior<Message> start(TimerScheduler<Message> timers) {
    Cluster cluster = Cluster.get(context.getSystem());
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(SelfUp.class, up -> new Message.Up()), SelfUp.class));
    if (settings.dns().isPresent()) {
      timers.startTimerWithFixedDelay(new Message.Ask(), settings.dns().get().every());
      context.getSelf().tell(new Message.Ask());
    } else if (settings.seeds().isEmpty()) {
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    } else {
      join(settings.seeds());
    }
    return Behaviors.receiveMessage(this::hear);
  }

  private Behavior<Message> hear(Message message) {
    switch (message) {
      case Message.Ask ask -> settings.dns().ifPresent(dns -> resolve(dns.name()));
      case Message.Found(List<String> addresses) -> {
        unknown = false;
        settings.dns().ifPresent(dns -> join(Seeds.of(addresses, settings.address(), dns.nodes())));
      }
      case Message.Unknown(String why) -> {
        if (!unknown) {
          context.getLog().warn("Cannot find other nodes by name, and goes on trying: {}", why);
        }
        unknown = true;
      }
      case Message.Up up -> {
        return Behaviors.stopped();
      }
    }
    return Behaviors.same();
  }

  private void resolve(String name) {
    CompletableFuture<List<String>> addresses =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return resolver.addresses(name);
              } catch (UnknownHostException unknownHost) {
                throw new CompletionException(unknownHost);
              }
            },
            Thread::startVirtualThread);
    context.pipeToSelf(
        addresses,
        (found, failed) ->
            failed == null ? new Message.Found(found) : new Message.Unknown(failed.toString()));
  }

  /** Asks to join; the same list again would only make it start anew. */
  private void join(List<NodeAddress> nodes) {
    if (nodes.isEmpty() || nodes.equals(asked)) {
      return;
    }
    asked = nodes;
    String system = context.getSystem().name();
    List<Address> addresses =
        nodes.stream().map(node -> new Address("pekko", system, node.host(), node.port())).toList();
    context.getLog().info("Joins the cluster at {}", nodes);
    Cluster.get(context.getSystem()).manager().tell(new JoinSeedNodes(addresses));
  }
}
