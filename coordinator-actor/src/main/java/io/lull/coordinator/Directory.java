package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.HostMessage;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;

/**
 * Knows which hosts there are, and tells everybody on its node when one is lost or lives anew.
 *
 * <p>Hosts find it by the receptionist and say that they are there. What it knows, anybody on its
 * node may read at any time, without asking.
 */
public final class Directory extends AbstractBehavior<DirectoryMessage> {
  private final AtomicReference<Hosts> hosts;
  private final Set<ActorRef<? super HostLost>> listeners = new HashSet<>();

  /** A host cannot be reached, or lives a new life; this one is over, or out of reach. */
  public record HostLost(HostId host, Incarnation life, Fault fault)
      implements DirectoryMessage, WindowKeeper.Command {}

  /** Somebody on this node wants to hear of lost hosts. */
  record Listen(ActorRef<? super HostLost> listener) implements DirectoryMessage {}

  private record ListenerGone(ActorRef<? super HostLost> listener) implements DirectoryMessage {}

  private record AgentGone(HostId host, ActorRef<HostMessage> agent) implements DirectoryMessage {}

  private record NodeUnreachable(Address address) implements DirectoryMessage {}

  private Directory(ActorContext<DirectoryMessage> context, AtomicReference<Hosts> hosts) {
    super(context);
    this.hosts = hosts;
  }

  /**
   * The directory of this node; what it knows is put where its readers look.
   *
   * @param unreachable has it told of nodes that cannot be reached any more
   */
  static Behavior<DirectoryMessage> create(
      AtomicReference<Hosts> hosts, Consumer<ActorRef<UnreachableMember>> unreachable) {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.register(DirectoryMessage.KEY, context.getSelf()));
          unreachable.accept(
              context.messageAdapter(
                  UnreachableMember.class, m -> new NodeUnreachable(m.member().address())));
          return new Directory(context, hosts);
        });
  }

  @Override
  public Receive<DirectoryMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(HostPresent.class, this::present)
        .onMessage(AgentGone.class, this::gone)
        .onMessage(NodeUnreachable.class, this::unreachable)
        .onMessage(Listen.class, this::listen)
        .onMessage(ListenerGone.class, this::deaf)
        .build();
  }

  private Behavior<DirectoryMessage> present(HostPresent host) {
    HostId id = host.presence().host();
    Optional<HostPresent> known = hosts.get().host(id);
    if (known.isEmpty() || !known.get().agent().equals(host.agent())) {
      getContext().watchWith(host.agent(), new AgentGone(id, host.agent()));
    }
    hosts.updateAndGet(there -> there.with(host));
    known
        .filter(old -> !old.presence().incarnation().equals(host.presence().incarnation()))
        .ifPresent(old -> tell(old, Failure.HOST_RESTARTED, "it lives a new life"));
    return this;
  }

  private Behavior<DirectoryMessage> gone(AgentGone gone) {
    Optional<HostPresent> known =
        hosts.get().host(gone.host()).filter(host -> host.agent().equals(gone.agent()));
    if (known.isPresent()) {
      hosts.updateAndGet(there -> there.without(gone.host()));
      tell(known.get(), Failure.HOST_UNREACHABLE, "it has left or was taken out of the cluster");
    }
    return this;
  }

  private Behavior<DirectoryMessage> unreachable(NodeUnreachable node) {
    hosts
        .get()
        .present()
        .values()
        .forEach(
            host -> {
              if (host.agent().path().address().equals(node.address())) {
                tell(host, Failure.HOST_UNREACHABLE, "it does not answer");
              }
            });
    return this;
  }

  private Behavior<DirectoryMessage> listen(Listen listen) {
    if (listeners.add(listen.listener())) {
      getContext().watchWith(listen.listener(), new ListenerGone(listen.listener()));
    }
    return this;
  }

  private Behavior<DirectoryMessage> deaf(ListenerGone gone) {
    listeners.remove(gone.listener());
    return this;
  }

  private void tell(HostPresent was, Failure failure, String but) {
    HostId host = was.presence().host();
    Fault fault = Fault.expected(failure, "host " + host + " as it was", but);
    HostLost lost = new HostLost(host, was.presence().incarnation(), fault);
    listeners.forEach(listener -> listener.tell(lost));
  }
}
