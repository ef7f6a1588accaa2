package io.lull.cli.backup;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * What is to be backed up, and how good it has to be.
 *
 * @param volumes the volumes that were named
 * @param writers the writers that were named; their components bring their volumes along
 * @param withWriters whether writers of named volumes take part that were not named themselves
 * @param stays whether the set outlives the session
 * @param lowest the lowest grade that was named
 * @param busyFor how long to wait for a host on which another session creates a set
 * @param more what only scripts ask for
 */
record Wish(
    SortedSet<Volume> volumes,
    SortedSet<WriterId> writers,
    boolean withWriters,
    boolean stays,
    Optional<Grade> lowest,
    boolean allowFuzzy,
    BackupType type,
    Optional<ProviderId> provider,
    Optional<Duration> busyFor,
    More more) {
  Wish(
      SortedSet<Volume> volumes,
      SortedSet<WriterId> writers,
      boolean withWriters,
      boolean stays,
      Optional<Grade> lowest,
      boolean allowFuzzy,
      BackupType type,
      Optional<ProviderId> provider,
      Optional<Duration> busyFor) {
    this(
        volumes,
        writers,
        withWriters,
        stays,
        lowest,
        allowFuzzy,
        type,
        provider,
        busyFor,
        new More(Set.of(), Set.of(), Map.of()));
  }

  /**
   * What a script says of single writers, components and volumes.
   *
   * @param excluded writers and components that take no part, as they are written
   * @param verified writers without which there is no set
   * @param providers who has to copy these volumes
   */
  record More(Set<String> excluded, Set<WriterId> verified, Map<Volume, ProviderId> providers) {}

  Optional<ProviderId> providerOf(Volume volume) {
    return Optional.ofNullable(more.providers().get(volume)).or(() -> provider);
  }

  /**
   * The lowest grade that is no failure.
   *
   * <p>Whoever names writers wants their applications still; whoever names directories gets what a
   * power cut would leave, and better than that where writers speak for them.
   */
  Grade lowestAllowed() {
    return allowFuzzy
        ? Grade.FUZZY
        : lowest.orElse(writers.isEmpty() ? Grade.CRASH : Grade.APPLICATION);
  }

  /** The grade below which a success is told apart from one that is as good as could be. */
  Grade wanted(Collection<Component> chosen, Collection<Volume> members) {
    Set<Volume> spokenFor = new HashSet<>();
    chosen.forEach(component -> spokenFor.addAll(component.volumes()));
    return spokenFor.containsAll(members) ? Grade.APPLICATION : Grade.CRASH;
  }

  /**
   * The context; one with writers also where none takes part but the set may be FUZZY, because a
   * context without writers never says so.
   */
  SessionContext context() {
    boolean writersMay = withWriters || !writers.isEmpty() || allowFuzzy;
    if (stays) {
      return writersMay
          ? SessionContext.CLIENT_ACCESSIBLE_WRITERS
          : SessionContext.CLIENT_ACCESSIBLE;
    }
    return writersMay ? SessionContext.BACKUP : SessionContext.FILE_SHARE_BACKUP;
  }

  /** Whether a component is part of the backup, as far as its writer goes. */
  boolean chooses(Component component) {
    if (!component.selectable()
        || more.excluded().contains(component.id().toString())
        || more.excluded().contains(component.id().writer().toString())) {
      return false;
    }
    if (writers.contains(component.id().writer())) {
      return true;
    }
    // Half of an application's data would be no copy of it, so its writer is not bothered.
    return withWriters
        && !component.volumes().isEmpty()
        && volumes.containsAll(component.volumes());
  }
}
