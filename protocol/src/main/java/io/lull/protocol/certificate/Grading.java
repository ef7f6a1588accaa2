package io.lull.protocol.certificate;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the holds of a set are worth, given that all of them stood.
 *
 * <p>A volume that is copied gradually has to stand still: a {@code FILESYSTEM} writer froze it, or
 * writers lie on it and each of them is {@code APPLICATION_AND_FILES}. If it did not, the set is
 * {@code FUZZY}. An application that accepts no write, itself or because somebody stands before it,
 * is not enough: a database goes on moving what it has into its files. All other grades are given
 * as follows.
 *
 * <p>A writer <em>serves</em> if PostSnapshot failed for nothing of it and its kind of hold vouches
 * for its data: all but {@code NONE}, and {@code NONE} behind an application of the set that
 * accepts no write. A volume is <em>held</em> if a serving {@code FILESYSTEM} writer froze it, or
 * if writers lie on it and all of them serve. A writer that dropped out before the window has no
 * part, so nobody knows where its data lies: it might be anywhere, and only frozen file systems
 * count.
 *
 * <ul>
 *   <li>{@code APPLICATION}: every volume is held, every writer serves, none dropped out, and one
 *       at least is not a mere file system.
 *   <li>{@code FILESYSTEM}: every volume is held, and a {@code FILESYSTEM} writer serves.
 *   <li>{@code CRASH}: everything else.
 * </ul>
 *
 * <p>So one more hold never lowers a grade, and one more volume that nobody speaks for does.
 */
final class Grading {
  private static final Set<HoldKind> APPLICATIONS =
      Set.of(HoldKind.APPLICATION, HoldKind.APPLICATION_AND_FILES);

  private final List<WriterPart> writers;
  private final Set<Volume> copied;
  private final Set<Volume> gradual;
  private final Set<WriterId> failed;
  private final Set<WriterId> applications;
  private final Set<WriterId> stopped;
  private final boolean allThere;

  Grading(Participants participants, Collection<ComponentId> unusable) {
    this.writers = participants.writers();
    this.copied = participants.volumes();
    this.gradual = participants.volumes(Cut.GRADUAL);
    this.failed = unusable.stream().map(ComponentId::writer).collect(Collectors.toSet());
    this.applications = writersOf(APPLICATIONS);
    this.stopped = new HashSet<>(applications);
    stopped.addAll(writersOf(Set.of(HoldKind.FILESYSTEM)));
    this.allThere = writersOf(Set.of(HoldKind.values())).containsAll(failed);
  }

  Grade grade() {
    if (!gradual.stream().allMatch(this::stoodStill)) {
      return Grade.FUZZY;
    }
    if (!volumesOf(writers).containsAll(copied) || !everyVolumeIsHeld()) {
      return Grade.CRASH;
    }
    boolean applicationServes = writers.stream().anyMatch(this::isApplication);
    if (applicationServes && allThere && writers.stream().allMatch(this::serves)) {
      return Grade.APPLICATION;
    }
    // A volume that an application alone keeps still is no worse than a frozen file system, but a
    // set in which no file system was frozen must not be named after one.
    return writers.stream().anyMatch(this::freezesItsFileSystem) ? Grade.FILESYSTEM : Grade.CRASH;
  }

  /**
   * Asks for the holds alone: a writer that failed at PostSnapshot had stood still all the same.
   */
  SetInstant instant() {
    boolean allStopped = writers.stream().allMatch(this::stopsWrites);
    boolean allSpokenFor = !writers.isEmpty() && volumesOf(writers).containsAll(copied);
    boolean allStill = gradual.stream().allMatch(this::stoodStill);
    return allStopped && allThere && allSpokenFor && allStill
        ? SetInstant.COMMON
        : SetInstant.PER_WRITER;
  }

  /** As for the instant, it is enough to have stood still; PostSnapshot may have failed. */
  private boolean stoodStill(Volume volume) {
    Set<HoldKind> there =
        writers.stream()
            .filter(writer -> writer.volumes().contains(volume))
            .map(WriterPart::kind)
            .collect(Collectors.toSet());
    return there.contains(HoldKind.FILESYSTEM)
        || (allThere && there.equals(Set.of(HoldKind.APPLICATION_AND_FILES)));
  }

  private boolean stopsWrites(WriterPart writer) {
    return stopped.contains(writer.writer())
        || writer.behind().filter(stopped::contains).isPresent();
  }

  private boolean everyVolumeIsHeld() {
    Set<Volume> frozen = volumesOf(writers.stream().filter(this::freezesItsFileSystem).toList());
    if (!allThere) {
      return frozen.containsAll(copied);
    }
    return writers.stream()
        .filter(writer -> !serves(writer))
        .flatMap(writer -> writer.volumes().stream())
        .filter(copied::contains)
        .allMatch(frozen::contains);
  }

  private boolean serves(WriterPart writer) {
    if (failed.contains(writer.writer())) {
      return false;
    }
    return switch (writer.kind()) {
      case APPLICATION, APPLICATION_AND_FILES, BACKUP_MODE, FILESYSTEM -> true;
      case NONE -> writer.behind().filter(applications::contains).isPresent();
    };
  }

  private boolean isApplication(WriterPart writer) {
    return writer.kind() != HoldKind.FILESYSTEM && serves(writer);
  }

  private boolean freezesItsFileSystem(WriterPart writer) {
    return writer.kind() == HoldKind.FILESYSTEM && serves(writer);
  }

  private Set<WriterId> writersOf(Set<HoldKind> kinds) {
    return writers.stream()
        .filter(writer -> kinds.contains(writer.kind()))
        .map(WriterPart::writer)
        .collect(Collectors.toSet());
  }

  private static Set<Volume> volumesOf(Collection<WriterPart> writers) {
    Set<Volume> volumes = new HashSet<>();
    writers.forEach(writer -> volumes.addAll(writer.volumes()));
    return volumes;
  }
}
