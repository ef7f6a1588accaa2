package io.lull.coordinator.client;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A whole backup in one call.
 *
 * <p>All volumes of the chosen components become members of the set. While the set exists the
 * caller stores its data; what he says he has stored is told to the writers, and then the session
 * is released. When anything fails the backup is aborted, the session released, and the stage fails
 * with the first cause.
 *
 * @param more volumes that no component needs
 * @param context what kind of copies are wanted; those that end with the session if nothing is said
 * @param provider who must copy all of it, or none to let the best one do it
 * @param store stores the set's data and says which components are stored safely
 */
public record Backup(
    Policy policy,
    BackupType type,
    Choice choice,
    Set<Volume> more,
    Optional<SessionContext> context,
    Optional<ProviderId> provider,
    Function<Created, CompletionStage<Set<ComponentId>>> store) {

  /** Everything that can be chosen. */
  public static Backup ofEverything(
      Policy policy, Function<Created, CompletionStage<Set<ComponentId>>> store) {
    return new Backup(
        policy,
        BackupType.FULL,
        Choice.EVERYTHING,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        store);
  }

  /** Runs it; the stage ends when the session is released. */
  public CompletionStage<Created> run(Lull lull) {
    return lull.begin(policy).thenCompose(this::run);
  }

  /** Runs it in a session that has just begun with the same policy. */
  public CompletionStage<Created> run(Opened opened) {
    return create(opened)
        .thenCompose(this::finish)
        .handle((created, failure) -> end(opened, created, failure))
        .thenCompose(Function.identity());
  }

  private CompletionStage<Created> create(Opened opened) {
    CompletionStage<Opened> begun =
        context.map(opened::inContext).orElse(CompletableFuture.completedStage(opened));
    boolean writers = context.map(SessionContext::writers).orElse(true);
    return begun
        .thenCompose(writers ? this::createWithWriters : this::createWithoutWriters)
        .thenCompose(Prepared::create);
  }

  private CompletionStage<Prepared> createWithWriters(Opened opened) {
    return opened
        .describe(new BackupState(true, false, type))
        .thenCompose(
            described -> {
              Optional<Fault> missing = choice.missing(described.writers());
              if (missing.isPresent()) {
                return CompletableFuture.failedStage(new RefusedException(missing.get()));
              }
              List<Component> components = components(described.writers());
              return inTurn(components, c -> described.add(c.id()))
                  .thenCompose(_ -> described.startSet(Set.of()))
                  .thenCompose(
                      started -> add(started, components).thenCompose(_ -> started.prepare()));
            });
  }

  private CompletionStage<Prepared> createWithoutWriters(Opened opened) {
    Set<HostId> hosts = more.stream().map(Volume::host).collect(Collectors.toUnmodifiableSet());
    return opened
        .startSet(hosts)
        .thenCompose(started -> add(started, List.of()).thenApply(_ -> started.withoutWriters()));
  }

  private CompletionStage<Void> add(Started started, List<Component> components) {
    return inTurn(
        volumes(components),
        volume -> provider.map(by -> started.add(volume, by)).orElseGet(() -> started.add(volume)));
  }

  private CompletionStage<Created> finish(Created created) {
    return store
        .apply(created)
        .thenCompose(stored -> inTurn(stored, component -> created.stored(component, true)))
        .thenCompose(_ -> created.complete())
        .thenApply(_ -> created);
  }

  /** Releases the session in any case; a failure aborts the backup before that. */
  private static CompletionStage<Created> end(Opened opened, Created created, Throwable failure) {
    if (failure == null) {
      return opened.release().thenApply(_ -> created);
    }
    return opened
        .abort()
        .handle((aborted, second) -> opened.release())
        .thenCompose(Function.identity())
        .handle((released, third) -> CompletableFuture.<Created>failedStage(failure))
        .thenCompose(Function.identity());
  }

  private List<Component> components(List<WriterMetadata> writers) {
    List<Component> components = new ArrayList<>();
    for (WriterMetadata writer : writers) {
      writer.components().stream().filter(choice::takes).forEach(components::add);
    }
    return components;
  }

  private SortedSet<Volume> volumes(List<Component> components) {
    SortedSet<Volume> volumes = new TreeSet<>(more);
    components.forEach(component -> volumes.addAll(component.volumes()));
    return volumes;
  }

  /** One after the other: a session admits one component or volume at a time. */
  private static <T> CompletionStage<Void> inTurn(
      Collection<T> all, Function<T, CompletionStage<?>> step) {
    CompletionStage<Void> done = CompletableFuture.completedStage(null);
    for (T one : all) {
      done = done.thenCompose(_ -> step.apply(one)).thenApply(_ -> null);
    }
    return done;
  }
}
