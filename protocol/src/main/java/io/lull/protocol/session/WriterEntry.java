package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a session knows of one writer.
 *
 * @param included the components that are backed up; a writer with none takes no part
 * @param last the last step that it answered
 * @param failure what it said when it first failed or objected, and at which step
 * @param unusable components whose data in the copies cannot be relied on
 */
public record WriterEntry(
    WriterMetadata metadata,
    SortedSet<ComponentId> included,
    WriterStep last,
    Optional<Failed> failure,
    SortedSet<ComponentId> unusable) {

  /** The first failure of a writer. */
  public record Failed(WriterStep at, Fault fault, boolean fatal) {}

  static WriterEntry of(WriterMetadata metadata) {
    return new WriterEntry(
        metadata,
        Sorted.set(List.of()),
        WriterStep.IDENTIFY,
        Optional.empty(),
        Sorted.set(List.of()));
  }

  boolean takesPart() {
    return !included.isEmpty();
  }

  /** Whether it can still be asked to go on: it takes part and has not failed for good. */
  boolean serves() {
    return takesPart() && failure.filter(Failed::fatal).isEmpty();
  }

  WriterEntry including(SortedSet<ComponentId> components) {
    return new WriterEntry(metadata, components, last, failure, unusable);
  }

  WriterEntry answered(WriterStep step, HandlerResult result) {
    return switch (result) {
      case HandlerResult.Done done -> after(step, failure, unusable);
      case HandlerResult.Objected objected ->
          after(step, first(new Failed(step, objected.fault(), false)), unusable);
      case HandlerResult.Failed failed ->
          after(step, first(new Failed(step, failed.fault(), true)), all(step));
      case HandlerResult.Partial partial -> {
        SortedSet<ComponentId> more = unusable;
        for (ComponentId component : partial.components().keySet()) {
          more = Sorted.with(more, component);
        }
        Optional<Fault> fault = partial.components().values().stream().findFirst();
        yield after(step, fault.flatMap(found -> first(new Failed(step, found, false))), more);
      }
    };
  }

  WriterState state() {
    return failure
        .map(
            failed ->
                switch (failed.at()) {
                  case IDENTIFY -> WriterState.FAILED_AT_IDENTIFY;
                  case PREPARE_FOR_BACKUP -> WriterState.FAILED_AT_PREPARE_BACKUP;
                  case PREPARE_FOR_SNAPSHOT -> WriterState.FAILED_AT_PREPARE_SNAPSHOT;
                  case FREEZE, ABORT -> WriterState.FAILED_AT_FREEZE;
                  case THAW -> WriterState.FAILED_AT_THAW;
                  case POST_SNAPSHOT -> WriterState.FAILED_AT_POST_SNAPSHOT;
                  case BACKUP_COMPLETE -> WriterState.FAILED_AT_BACKUP_COMPLETE;
                  case BACKUP_SHUTDOWN -> WriterState.FAILED_AT_BACKUP_SHUTDOWN;
                  case PRE_RESTORE -> WriterState.FAILED_AT_PRE_RESTORE;
                  case POST_RESTORE -> WriterState.FAILED_AT_POST_RESTORE;
                })
        .orElseGet(
            () ->
                switch (last) {
                  case PREPARE_FOR_SNAPSHOT -> WriterState.WAITING_FOR_FREEZE;
                  case FREEZE -> WriterState.WAITING_FOR_THAW;
                  case THAW -> WriterState.WAITING_FOR_POST_SNAPSHOT;
                  case POST_SNAPSHOT -> WriterState.WAITING_FOR_BACKUP_COMPLETE;
                  case IDENTIFY,
                      PREPARE_FOR_BACKUP,
                      BACKUP_COMPLETE,
                      BACKUP_SHUTDOWN,
                      ABORT,
                      PRE_RESTORE,
                      POST_RESTORE ->
                      WriterState.STABLE;
                });
  }

  private WriterEntry after(WriterStep step, Optional<Failed> failed, SortedSet<ComponentId> lost) {
    return new WriterEntry(metadata, included, step, failed, lost);
  }

  // The first failure explains the later ones; a later fatal one still replaces an objection.
  private Optional<Failed> first(Failed now) {
    return failure.filter(kept -> kept.fatal() || !now.fatal()).or(() -> Optional.of(now));
  }

  // The copies are made by then, so a writer that fails afterwards takes nothing away from them.
  private SortedSet<ComponentId> all(WriterStep step) {
    return step.compareTo(WriterStep.BACKUP_COMPLETE) < 0 ? included : unusable;
  }
}
