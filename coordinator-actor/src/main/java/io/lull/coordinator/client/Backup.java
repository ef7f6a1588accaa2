package io.lull.coordinator.client;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.plan.Pick;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionReply.VolumeAdded;
import io.lull.protocol.writer.BackupType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
 * @param choice what of all that there is it is of
 * @param more volumes that no component needs
 * @param context what kind of copies are wanted; those that end with the session if nothing is said
 * @param provider who must copy all of it, or none to let the best one do it
 * @param store stores the set's data and says which components are stored safely
 */
public record Backup(
    Policy policy,
    BackupType type,
    Picking choice,
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
    return run(opened, _ -> CompletableFuture.completedStage(null));
  }

  /**
   * The same, for whoever wants to do something about a failure while the session still goes on.
   *
   * @param failed what is done then; its own failures change nothing
   */
  public CompletionStage<Created> run(
      Opened opened, Function<Throwable, CompletionStage<Void>> failed) {
    return create(opened)
        .thenCompose(this::finish)
        .handle((created, failure) -> end(opened, created, failure, failed))
        .thenCompose(Function.identity());
  }

  /**
   * Goes through it as {@link #run(Opened, Function)} does, but makes no copy: what was measured is
   * in the journal then, and there is nothing to be stored.
   */
  public CompletionStage<Void> rehearse(
      Opened opened, Function<Throwable, CompletionStage<Void>> failed) {
    return opened
        .inContext(SessionContext.REHEARSAL)
        .thenCompose(this::createWithWriters)
        .thenCompose(Prepared::rehearse)
        .handle((done, failure) -> end(opened, done, failure, failed))
        .thenCompose(Function.identity())
        .thenApply(_ -> null);
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
              Pick pick = choice.pick(described.writers(), described.absent());
              return pick.declined().isPresent()
                  ? CompletableFuture.failedStage(new RefusedException(pick.declined().get()))
                  : prepare(described, pick);
            });
  }

  private CompletionStage<Prepared> prepare(Described described, Pick picked) {
    SortedMap<Volume, List<ProviderId>> volumes = new TreeMap<>(picked.volumes());
    more.forEach(volume -> volumes.putIfAbsent(volume, List.of()));
    // Where no component says which hosts it is about, the volumes do.
    Set<HostId> hosts = picked.components().isEmpty() ? hosts(volumes.keySet()) : Set.of();
    return inTurn(picked.components(), described::add)
        .thenCompose(_ -> described.startSet(hosts))
        .thenCompose(started -> add(started, volumes).thenCompose(_ -> started.prepare()));
  }

  private CompletionStage<Prepared> createWithoutWriters(Opened opened) {
    SortedMap<Volume, List<ProviderId>> volumes = new TreeMap<>();
    more.forEach(volume -> volumes.put(volume, List.of()));
    return opened
        .startSet(hosts(more))
        .thenCompose(started -> add(started, volumes).thenApply(_ -> started.withoutWriters()));
  }

  private static Set<HostId> hosts(Set<Volume> volumes) {
    return volumes.stream().map(Volume::host).collect(Collectors.toUnmodifiableSet());
  }

  private CompletionStage<Void> add(Started started, SortedMap<Volume, List<ProviderId>> volumes) {
    return inTurn(
        volumes.entrySet(),
        entry ->
            provider
                .map(by -> started.add(entry.getKey(), by))
                .orElseGet(() -> add(started, entry.getKey(), entry.getValue())));
  }

  /** Tries those that are preferred, and then whoever accepts the volume. */
  private static CompletionStage<VolumeAdded> add(
      Started started, Volume volume, List<ProviderId> preferred) {
    if (preferred.isEmpty()) {
      return started.add(volume);
    }
    return started
        .add(volume, preferred.getFirst())
        .exceptionallyCompose(
            failure ->
                declined(failure)
                    ? add(started, volume, preferred.subList(1, preferred.size()))
                    : CompletableFuture.failedStage(failure));
  }

  private static boolean declined(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RefusedException refused
        && (refused.fault().failure() == Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER
            || refused.fault().failure() == Failure.PROVIDER_NOT_REGISTERED);
  }

  private CompletionStage<Created> finish(Created created) {
    return store
        .apply(created)
        .thenCompose(stored -> inTurn(stored, component -> created.stored(component, true)))
        .thenCompose(_ -> created.complete())
        .thenApply(_ -> created);
  }

  /** Releases the session in any case; a failure aborts the backup before that. */
  private static <T> CompletionStage<T> end(
      Opened opened,
      T created,
      Throwable failure,
      Function<Throwable, CompletionStage<Void>> failed) {
    if (failure == null) {
      return opened.release().thenApply(_ -> created);
    }
    return opened
        .abort()
        .handle((aborted, second) -> failed.apply(failure))
        .thenCompose(Function.identity())
        .handle((done, third) -> opened.release())
        .thenCompose(Function.identity())
        .handle((released, fourth) -> CompletableFuture.<T>failedStage(failure))
        .thenCompose(Function.identity());
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
