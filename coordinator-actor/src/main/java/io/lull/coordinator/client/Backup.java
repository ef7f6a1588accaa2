package io.lull.coordinator.client;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A whole backup in one call.
 *
 * <p>All volumes of the chosen components become members of the set. While the set exists the
 * caller stores its data; what he says he has stored is told to the writers, and then the session
 * is released. When anything fails the backup is aborted, the session released, and the stage fails
 * with the first cause.
 *
 * @param chosen which of the components that writers describe are to be backed up
 * @param more volumes that no component needs
 * @param store stores the set's data and says which components are stored safely
 */
public record Backup(
    Policy policy,
    BackupType type,
    Predicate<Component> chosen,
    Set<Volume> more,
    Function<Created, CompletionStage<Set<ComponentId>>> store) {

  /** Everything that can be chosen. */
  public static Backup ofEverything(
      Policy policy, Function<Created, CompletionStage<Set<ComponentId>>> store) {
    return new Backup(policy, BackupType.FULL, _ -> true, Set.of(), store);
  }

  /** Runs it; the stage ends when the session is released. */
  public CompletionStage<Created> run(Lull lull) {
    return lull.begin(policy)
        .thenCompose(
            opened ->
                create(opened)
                    .thenCompose(this::finish)
                    .handle((created, failure) -> end(opened, created, failure))
                    .thenCompose(Function.identity()));
  }

  private CompletionStage<Created> create(Opened opened) {
    return opened
        .describe(new BackupState(true, false, type))
        .thenCompose(
            described -> {
              List<Component> components = components(described.writers());
              return inTurn(components, c -> described.add(c.id()))
                  .thenCompose(_ -> described.startSet(Set.of()))
                  .thenCompose(
                      started ->
                          inTurn(volumes(components), started::add)
                              .thenCompose(_ -> started.prepare()));
            })
        .thenCompose(Prepared::create);
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
      writer.components().stream()
          .filter(component -> component.selectable() && chosen.test(component))
          .forEach(components::add);
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
