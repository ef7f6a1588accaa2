package io.lull.benchmarks.system;

import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Described;
import io.lull.coordinator.client.Lull;
import io.lull.coordinator.client.Prepared;
import io.lull.coordinator.client.Started;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A whole backup of nothing, verb by verb. */
record NoopSession(Lull lull, Policy policy) {
  NoopSession(Lull lull) {
    this(lull, new Policy(Limits.defaults(), Grade.APPLICATION, true));
  }

  /** From InitializeForBackup to Release; all writers but these are left out. */
  CompletionStage<Created> run(Set<WriterId> others) {
    return created(others)
        .thenCompose(
            created ->
                created.complete().thenCompose(_ -> created.release()).thenApply(_ -> created));
  }

  /** Up to DoSnapshotSet. */
  CompletionStage<Created> created(Set<WriterId> others) {
    return prepared(others).thenCompose(Prepared::create);
  }

  /** Up to PrepareForBackup. */
  CompletionStage<Prepared> prepared(Set<WriterId> others) {
    return described(others)
        .thenCompose(
            described -> {
              List<WriterMetadata> writers = described.writers();
              List<ComponentId> components =
                  writers.stream().map(writer -> NoopWriter.component(writer.writer())).toList();
              List<Volume> volumes =
                  writers.stream()
                      .map(writer -> writer.writer().host())
                      .distinct()
                      .map(SimulatedHosts::volume)
                      .toList();
              return inTurn(components, described::add)
                  .thenCompose(_ -> described.startSet(Set.<HostId>of()))
                  .thenCompose(started -> inTurn(volumes, started::add).thenApply(_ -> started));
            })
        .thenCompose(Started::prepare);
  }

  /** Up to GatherWriterMetadata. */
  CompletionStage<Described> described(Set<WriterId> others) {
    return lull.begin(policy)
        .thenCompose(
            opened ->
                others.isEmpty()
                    ? CompletableFuture.completedStage(opened)
                    : opened.without(others))
        .thenCompose(opened -> opened.describe(new BackupState(true, false, BackupType.FULL)));
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
