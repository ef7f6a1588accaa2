package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.HostMessage;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
  private static final String ANEW = "it lives a new life";

  private final AtomicReference<Hosts> hosts;
  private final Set<ActorRef<? super HostLost>> listeners = new HashSet<>();
  private final Map<ActorRef<? super HostLost>, Expect> expected = new HashMap<>();

  /** A host cannot be reached, or lives a new life; this one is over, or out of reach. */
  public record HostLost(HostId host, Incarnation life, Fault fault)
      implements DirectoryMessage, WindowKeeper.Command {}

  /** Somebody on this node wants to hear of lost hosts. */
  record Listen(ActorRef<? super HostLost> listener) implements DirectoryMessage {}

  /**
   * The same for somebody who knows of a life from before this directory, and may have missed its
   * end: he hears of it when another life is known, or nothing has been heard of the host so long.
   */
  record Expect(HostId host, Incarnation life, Duration within, ActorRef<? super HostLost> listener)
      implements DirectoryMessage {}

  private record Unheard(Expect expect) implements DirectoryMessage {}

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
        .onMessage(Expect.class, this::expect)
        .onMessage(Unheard.class, this::unheard)
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
        .ifPresent(old -> tell(old, Failure.HOST_RESTARTED, ANEW));
    expected.values().removeIf(this::isThere);
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
    listen(listen.listener());
    return this;
  }

  private void listen(ActorRef<? super HostLost> listener) {
    if (listeners.add(listener)) {
      getContext().watchWith(listener, new ListenerGone(listener));
    }
  }

  private Behavior<DirectoryMessage> expect(Expect expect) {
    listen(expect.listener());
    if (!isThere(expect)) {
      expected.put(expect.listener(), expect);
      getContext().scheduleOnce(expect.within(), getContext().getSelf(), new Unheard(expect));
    }
    return this;
  }

  private Behavior<DirectoryMessage> unheard(Unheard unheard) {
    Expect expect = unheard.expect();
    if (expected.remove(expect.listener(), expect)) {
      tell(expect, Failure.HOST_UNREACHABLE, "nothing was heard of it for " + expect.within());
    }
    return this;
  }

  /** Whether the host is known; whoever expects another life of it is told. */
  private boolean isThere(Expect expect) {
    Optional<HostPresent> there = hosts.get().host(expect.host());
    there
        .filter(host -> !host.presence().incarnation().equals(expect.life()))
        .ifPresent(_ -> tell(expect, Failure.HOST_RESTARTED, ANEW));
    return there.isPresent();
  }

  private static void tell(Expect expect, Failure failure, String but) {
    expect.listener().tell(lost(expect.host(), expect.life(), failure, but));
  }

  private Behavior<DirectoryMessage> deaf(ListenerGone gone) {
    listeners.remove(gone.listener());
    expected.remove(gone.listener());
    return this;
  }

  private void tell(HostPresent was, Failure failure, String but) {
    HostLost lost = lost(was.presence().host(), was.presence().incarnation(), failure, but);
    listeners.forEach(listener -> listener.tell(lost));
  }

  private static HostLost lost(HostId host, Incarnation life, Failure failure, String but) {
    return new HostLost(host, life, Fault.expected(failure, "host " + host + " as it was", but));
  }
}
