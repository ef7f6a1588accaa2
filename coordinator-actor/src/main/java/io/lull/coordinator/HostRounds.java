package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostMessage.AskStream;
import io.lull.cluster.config.message.HostMessage.Expose;
import io.lull.cluster.config.message.HostMessage.Look;
import io.lull.cluster.config.message.HostMessage.ToExpose;
import io.lull.cluster.config.message.HostMessage.ToStream;
import io.lull.cluster.config.message.HostMessage.Where;
import io.lull.cluster.config.message.HostReply.Exposed;
import io.lull.cluster.config.message.HostReply.Located;
import io.lull.cluster.config.message.HostReply.Looked;
import io.lull.cluster.config.message.HostReply.StreamAnswered;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.stream.StreamInput.StreamRequest;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.value.Sorted;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.HostView;
import io.lull.wire.api.HostViews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks the hosts what they alone know; for people, and no session decides anything by it. */
public final class HostRounds {
  private final ActorSystem<?> system;
  private final Supplier<Hosts> hosts;
  private final Supplier<Set<Address>> nodes;

  HostRounds(ActorSystem<?> system, Supplier<Hosts> hosts, Supplier<Set<Address>> nodes) {
    this.system = system;
    this.hosts = hosts;
    this.nodes = nodes;
  }

  /** How all hosts that this node knows are; those that do not answer in time are named. */
  public CompletionStage<HostViews> look(Duration limit) {
    Map<HostId, HostPresent> present = hosts.get().present();
    return round(
            present.values(),
            host ->
                AskPattern.<HostMessage, Looked>ask(
                        host.agent(), Look::new, limit, system.scheduler())
                    .thenApply(Looked::view)
                    .thenApply(Optional::of)
                    // Nobody speaks for another host.
                    .thenApply(said -> said.filter(view -> view.host().equals(id(host)))))
        .thenApply(views -> views(present.keySet(), views));
  }

  /** The copies of a set, with the places of those whose host answers in time. */
  public CompletionStage<Copies> copies(CatalogueEntry set, Duration limit) {
    Set<HostId> concerned =
        set.copies().values().stream().map(ProviderId::host).collect(Collectors.toSet());
    List<HostPresent> there =
        concerned.stream().map(hosts.get()::host).flatMap(Optional::stream).toList();
    return round(
            there,
            host ->
                AskPattern.<HostMessage, Located>ask(
                        host.agent(),
                        replyTo -> new Where(set.set(), replyTo),
                        limit,
                        system.scheduler())
                    .thenApply(Located::copies)
                    .thenApply(Optional::of))
        .thenApply(located -> copies(set, located));
  }

  /** Shows a copy somewhere on its host, or nowhere any more; why not, if it was not done. */
  public CompletionStage<Optional<Fault>> expose(ToExpose order, Duration limit) {
    HostId host = order.provider().host();
    Fault silent =
        Fault.expected(
            Failure.HOST_UNREACHABLE, host + " to answer within " + limit, "it does not");
    return hosts
        .get()
        .agent(host)
        .map(
            agent ->
                AskPattern.<HostMessage, Exposed>ask(
                        agent, replyTo -> new Expose(order, replyTo), limit, system.scheduler())
                    .thenApply(answer -> answer.outcome().refused())
                    .exceptionally(_ -> Optional.of(silent)))
        .orElseGet(() -> CompletableFuture.completedStage(Optional.of(silent)));
  }

  /** The hosts that this node knows now. */
  public Set<HostId> hosts() {
    return hosts.get().present().keySet();
  }

  /** The only host of the cluster; none while a member has still to say which host it is. */
  public Optional<HostId> only() {
    return hosts.get().only(nodes);
  }

  /** Asks the streams of a host; one that does not answer in time is a refusal. */
  public CompletionStage<StreamReply> stream(HostId host, StreamRequest request, Duration limit) {
    return hosts
        .get()
        .agent(host)
        .map(agent -> stream(host, agent, request, limit, system))
        .orElseGet(() -> CompletableFuture.completedStage(silent(host, request, limit)));
  }

  /** The same of a host for which this agent speaks, with no coordinator in between. */
  public static CompletionStage<StreamReply> stream(
      HostId host,
      ActorRef<HostMessage> agent,
      StreamRequest request,
      Duration limit,
      ActorSystem<?> system) {
    return AskPattern.<HostMessage, StreamAnswered>ask(
            agent,
            replyTo -> new AskStream(new ToStream(request), replyTo),
            limit,
            system.scheduler())
        .thenApply(answered -> answered.said().reply())
        .exceptionally(_ -> silent(host, request, limit));
  }

  private static StreamReply silent(HostId host, StreamRequest request, Duration limit) {
    return new StreamReply.StreamRefused(
        request.request(),
        Fault.expected(
            Failure.HOST_UNREACHABLE, host + " to answer within " + limit, "it does not"));
  }

  private static HostId id(HostPresent host) {
    return host.presence().host();
  }

  /** What each of them answers, in their order; who does not answer is left out. */
  private static <R> CompletionStage<List<R>> round(
      Collection<HostPresent> hosts, Function<HostPresent, CompletionStage<Optional<R>>> question) {
    CompletionStage<List<R>> all = CompletableFuture.completedStage(new ArrayList<>());
    for (HostPresent host : hosts) {
      all =
          all.thenCombine(
              question.apply(host).exceptionally(_ -> Optional.empty()),
              (before, answer) -> {
                answer.ifPresent(before::add);
                return before;
              });
    }
    return all;
  }

  private static HostViews views(Set<HostId> known, List<HostView> views) {
    Set<HostId> silent = new HashSet<>(known);
    views.forEach(view -> silent.remove(view.host()));
    return new HostViews(views, Sorted.set(silent));
  }

  private static Copies copies(CatalogueEntry set, List<Copies> located) {
    Map<SnapshotId, CopyView> said = new HashMap<>();
    located.forEach(host -> host.copies().forEach(copy -> said.put(copy.snapshot(), copy)));
    List<CopyView> copies = new ArrayList<>();
    set.copies()
        .forEach(
            (volume, provider) -> {
              SnapshotId snapshot = new SnapshotId(set.set(), volume);
              Optional<CopyView> copy =
                  Optional.ofNullable(said.get(snapshot))
                      .filter(view -> view.provider().equals(provider));
              copies.add(
                  new CopyView(
                      snapshot,
                      provider,
                      copy.flatMap(CopyView::place),
                      copy.flatMap(CopyView::exposed)));
            });
    return new Copies(set.set(), copies);
  }
}
