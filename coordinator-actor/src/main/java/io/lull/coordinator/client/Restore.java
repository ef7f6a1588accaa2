package io.lull.coordinator.client;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.document.Selection;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.LocationMapping;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A whole restore in one call.
 *
 * <p>When all its writers have made way the caller puts the files back; what he says of them is
 * told to the writers, and then the session is released. Where a writer does not make way nothing
 * is put back. Whoever was told of the restore is told of its end, whatever fails, and the stage
 * fails with the first cause.
 *
 * @param wanted what is restored, and what its writers are told: components that were picked for
 *     the backup, or parts that they carried along
 * @param mappings where files go that cannot go where they came from
 * @param putBack puts the files back, and says of each picked component what became of its files;
 *     of one that it does not name nothing was written
 */
public record Restore(
    BackupDocument document,
    Limits limits,
    Map<ComponentId, RestoreOrder> wanted,
    List<LocationMapping> mappings,
    Function<RestoreReady, CompletionStage<Map<ComponentId, FileRestoreStatus>>> putBack) {
  public Restore {
    wanted = Sorted.map(wanted);
    mappings = List.copyOf(mappings);
  }

  /** Everything that was stored whole. */
  public static Restore ofEverything(
      BackupDocument document,
      Limits limits,
      Function<RestoreReady, CompletionStage<Map<ComponentId, FileRestoreStatus>>> putBack) {
    Map<ComponentId, RestoreOrder> all = new TreeMap<>();
    for (SavedWriter writer : document.writers().values()) {
      writer.succeeded().forEach(component -> all.put(component, RestoreOrder.PLAIN));
    }
    return new Restore(document, limits, all, List.of(), putBack);
  }

  /** Runs it; the stage ends when the session is released. */
  public CompletionStage<RestoreDone> run(Lull lull) {
    return lull.beginRestore(document, limits)
        .thenCompose(
            opened ->
                opened
                    .describe()
                    .thenCompose(this::choose)
                    .thenCompose(RestoreDescribed::preRestore)
                    .thenCompose(this::finish)
                    .handle((done, failure) -> end(opened, done, failure))
                    .thenCompose(Function.identity()));
  }

  private CompletionStage<RestoreDescribed> choose(RestoreDescribed described) {
    List<Function<RestoreDescribed, CompletionStage<RestoreDescribed>>> steps = new ArrayList<>();
    Set<ComponentId> selected = new HashSet<>();
    wanted.forEach(
        (component, order) -> {
          ComponentId picked = picked(component);
          if (selected.add(picked)) {
            steps.add(step -> step.select(picked));
            if (!order.equals(RestoreOrder.PLAIN)) {
              steps.add(step -> step.target(picked, order.target()));
              steps.add(step -> step.options(picked, order.options()));
            }
            mappingsOf(picked).forEach(mapping -> steps.add(step -> step.map(picked, mapping)));
          }
          if (!picked.equals(component)) {
            steps.add(step -> step.selectPart(component));
          }
        });
    CompletionStage<RestoreDescribed> chosen = CompletableFuture.completedStage(described);
    for (Function<RestoreDescribed, CompletionStage<RestoreDescribed>> step : steps) {
      chosen = chosen.thenCompose(step);
    }
    return chosen;
  }

  /** The component under which this one is restored; the session refuses what is in no backup. */
  private ComponentId picked(ComponentId component) {
    return document
        .writer(component.writer())
        .map(SavedWriter::selection)
        .flatMap(selection -> selection.carrier(component))
        .orElse(component);
  }

  private List<LocationMapping> mappingsOf(ComponentId picked) {
    Collection<Volume> volumes =
        document
            .explicit(picked)
            .map(SavedWriter::selection)
            .<Collection<Volume>>map(saved -> volumes(saved, picked))
            .orElse(Set.of());
    return mappings.stream().filter(mapping -> volumes.contains(mapping.from())).toList();
  }

  private static Set<Volume> volumes(Selection saved, ComponentId picked) {
    return saved.volumes(saved.setOf(picked));
  }

  private CompletionStage<RestoreDone> finish(RestoreReady ready) {
    Optional<Fault> inTheWay = ready.failure();
    CompletionStage<Map<ComponentId, FileRestoreStatus>> back =
        inTheWay.isPresent()
            ? CompletableFuture.failedStage(new RefusedException(inTheWay.get()))
            : CompletableFuture.completedStage(ready).thenCompose(putBack);
    // Nobody knows how far somebody came who has failed to put files back.
    FileRestoreStatus otherwise =
        inTheWay.isPresent() ? FileRestoreStatus.NONE : FileRestoreStatus.FAILED;
    return back.handle((statuses, failure) -> tell(ready, statuses, failure, otherwise))
        .thenCompose(Function.identity());
  }

  /** Tells the writers in any case. */
  private static CompletionStage<RestoreDone> tell(
      RestoreReady ready,
      Map<ComponentId, FileRestoreStatus> statuses,
      Throwable failure,
      FileRestoreStatus otherwise) {
    if (failure == null) {
      return tell(ready, statuses, FileRestoreStatus.NONE).thenApply(Restore::demandDone);
    }
    return tell(ready, Map.of(), otherwise)
        .handle((_, _) -> CompletableFuture.<RestoreDone>failedStage(failure))
        .thenCompose(Function.identity());
  }

  private static CompletionStage<RestoreDone> tell(
      RestoreReady ready,
      Map<ComponentId, FileRestoreStatus> statuses,
      FileRestoreStatus otherwise) {
    CompletionStage<RestoreReady> told = CompletableFuture.completedStage(ready);
    for (ComponentId component : ready.choices().keySet()) {
      FileRestoreStatus status = statuses.getOrDefault(component, otherwise);
      told = told.thenCompose(step -> step.putBack(component, status));
    }
    return told.thenCompose(RestoreReady::postRestore);
  }

  private static RestoreDone demandDone(RestoreDone done) {
    done.failure()
        .ifPresent(
            fault -> {
              throw new RefusedException(fault);
            });
    return done;
  }

  /** Releases the session in any case. */
  private static CompletionStage<RestoreDone> end(
      RestoreOpened opened, RestoreDone done, Throwable failure) {
    if (failure == null) {
      return opened.release().thenApply(_ -> done);
    }
    return opened
        .release()
        .handle((_, _) -> CompletableFuture.<RestoreDone>failedStage(failure))
        .thenCompose(Function.identity());
  }
}
