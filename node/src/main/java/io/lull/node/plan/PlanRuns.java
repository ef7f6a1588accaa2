package io.lull.node.plan;

import io.lull.cluster.config.settings.PlanSettings;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Choice;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Opened;
import io.lull.coordinator.client.Picking;
import io.lull.node.Inside;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.plan.Offer;
import io.lull.protocol.plan.Pick;
import io.lull.protocol.plan.Selector;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.value.Sorted;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.Copies;
import io.lull.wire.api.HostViews;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs plans in sessions that have just begun. */
public final class PlanRuns {
  private static final Duration HOSTS = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** An order that replaces nothing of a plan. */
  public static final BackupOrder AS_THE_PLAN_SAYS = BackupOrder.of(Optional.empty());

  private final Inside inside;
  private final InstantSource calendar = InstantSource.system();
  private final Programs programs = new Programs();
  private final Notices notices = new Notices(programs, PAUSE);
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  public PlanRuns(Inside inside) {
    this.inside = inside;
  }

  /** What a session has to be begun with to run a plan. */
  public static Policy policy(PlanSettings plan, BackupOrder order) {
    return new Policy(plan.limits(), order.lowest().orElse(plan.lowest()), true);
  }

  /**
   * Runs a plan; the stage ends when its session is released.
   *
   * @param order what is said beside the plan, and replaces what that says
   * @param failed told of a failure while the session still goes on
   */
  public CompletionStage<Created> run(
      PlanSettings plan, BackupOrder order, Opened opened, Consumer<Throwable> failed) {
    PlanRun run = new PlanRun(inside.host(), plan, opened.session(), programs, notices, calendar);
    Function<Throwable, CompletionStage<Void>> failing =
        failure -> run.failed(failure).thenAccept(failed);
    return run.before()
        .thenCompose(_ -> inside.rounds().look(HOSTS))
        .handle(
            (hosts, failure) ->
                failure == null
                    ? backup(plan, order, hosts, run).run(opened, failing)
                    : neverBegan(opened, failure, failing))
        .thenCompose(Function.identity())
        .whenComplete((_, _) -> run.tell());
  }

  /**
   * Goes through a plan without a copy; the stage ends when its session is released. No program is
   * run and nobody is told: nothing outside of the writers takes part.
   *
   * @param failed told of a failure while the session still goes on
   */
  public CompletionStage<Void> rehearse(
      PlanSettings plan, Opened opened, Consumer<Throwable> failed) {
    Function<Throwable, CompletionStage<Void>> failing =
        failure -> {
          failed.accept(failure);
          return CompletableFuture.completedStage(null);
        };
    return inside
        .rounds()
        .look(HOSTS)
        .thenCompose(
            hosts ->
                new Backup(
                        policy(plan, AS_THE_PLAN_SAYS),
                        plan.type(),
                        picking(plan.selector(), AS_THE_PLAN_SAYS, hosts),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        _ -> CompletableFuture.completedStage(Set.of()))
                    .rehearse(opened, failing));
  }

  /** Nobody was told of a backup yet; the session ends, and that is all. */
  private static CompletionStage<Created> neverBegan(
      Opened opened, Throwable failure, Function<Throwable, CompletionStage<Void>> failing) {
    return failing
        .apply(failure)
        .handle((_, _) -> opened.release())
        .thenCompose(Function.identity())
        .handle((_, _) -> CompletableFuture.<Created>failedStage(failure))
        .thenCompose(Function.identity());
  }

  private Backup backup(PlanSettings plan, BackupOrder order, HostViews hosts, PlanRun run) {
    return new Backup(
        policy(plan, order),
        order.type().orElse(plan.type()),
        picking(plan.selector(), order, hosts),
        order.volumes(),
        order.context().or(() -> Optional.of(context(plan))),
        order.provider(),
        created -> store(created, run));
  }

  private static SessionContext context(PlanSettings plan) {
    return plan.stays() ? SessionContext.CLIENT_ACCESSIBLE_WRITERS : SessionContext.BACKUP;
  }

  /** What an order names takes the place of what the plan picks. */
  static Picking picking(Selector selector, BackupOrder order, HostViews hosts) {
    if (!order.writers().isEmpty() || !order.components().isEmpty()) {
      return new Choice(order.writers(), order.components());
    }
    if (!order.volumes().isEmpty()) {
      return (_, _) -> Pick.of(Sorted.set(List.of()), new TreeMap<>());
    }
    if (!selector.labels().isEmpty() && !hosts.silent().isEmpty()) {
      Fault fault =
          Fault.expected(
              Failure.HOST_UNREACHABLE,
              "every host to say what its writers carry",
              hosts.silent() + " did not");
      return (_, _) -> Pick.declined(fault);
    }
    return (writers, absent) ->
        selector.pick(new Offer(writers, Sorted.map(absent), labels(hosts), providers(hosts)));
  }

  private static SortedMap<WriterId, SortedMap<String, String>> labels(HostViews hosts) {
    SortedMap<WriterId, SortedMap<String, String>> labels = new TreeMap<>();
    hosts
        .hosts()
        .forEach(
            host -> host.writers().forEach(writer -> labels.put(writer.writer(), writer.labels())));
    return labels;
  }

  private static List<ProviderId> providers(HostViews hosts) {
    List<ProviderId> providers = new ArrayList<>();
    hosts.hosts().forEach(host -> host.providers().forEach(one -> providers.add(one.provider())));
    return providers;
  }

  private CompletionStage<Set<ComponentId>> store(Created created, PlanRun run) {
    SetId set = created.certificate().set();
    CompletionStage<Copies> copies =
        run.needsCopies()
            ? CompletableFuture.supplyAsync(() -> known(set), threads)
                .thenCompose(entry -> inside.rounds().copies(entry, HOSTS))
            : CompletableFuture.completedStage(new Copies(set, List.of()));
    return copies.thenCompose(there -> run.created(created, there));
  }

  private CatalogueEntry known(SetId set) {
    return inside
        .chronicle()
        .set(set)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected a set that was created, but " + set + " is not"));
  }
}
