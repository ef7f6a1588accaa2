package io.lull.protocol.restore;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterReply;
import java.util.Map;

/** What a restore session is given: the verbs of its requester and reports of everybody else. */
public sealed interface RestoreInput {
  /** What a requester calls; a call repeated with the same id gets the recorded reply. */
  sealed interface Verb extends RestoreInput {
    RequestId request();
  }

  /** Serve one restore on these terms. */
  record InitializeForRestore(RequestId request, RestoreTerms terms) implements Verb {}

  /** Ask these writers, those that are there now, to describe themselves; once. */
  record GatherWriterMetadata(RequestId request, Map<WriterId, Incarnation> roster)
      implements Verb {
    public GatherWriterMetadata {
      roster = Sorted.map(roster);
    }
  }

  /** Restore a component that was picked for the backup, with all that it carried along, or not. */
  record SetSelectedForRestore(RequestId request, ComponentId component, boolean selected)
      implements Verb {}

  /** Restore only this one, and others so added, of all that a selected component carried along. */
  record AddRestoreSubcomponent(RequestId request, ComponentId component) implements Verb {}

  /** Give a component's writer options in its own words. */
  record SetRestoreOptions(RequestId request, ComponentId component, String options)
      implements Verb {}

  /** Say whether further restores of this component will follow this session. */
  record SetAdditionalRestores(RequestId request, ComponentId component, boolean moreToCome)
      implements Verb {}

  /** Say where the files of a component go. */
  record SetRestoreTarget(RequestId request, ComponentId component, RestoreTarget target)
      implements Verb {}

  /** Say where the files of a component go that cannot go where they came from. */
  record AddAlternativeLocationMapping(
      RequestId request, ComponentId component, LocationMapping mapping) implements Verb {}

  /** Tell the writers that their files are about to be put back. */
  record PreRestore(RequestId request) implements Verb {}

  /** Ask the writers of this restore how they stand. */
  record GatherWriterStatus(RequestId request) implements Verb {}

  /** Say whether the files of a component were put back. */
  record SetFileRestoreStatus(RequestId request, ComponentId component, FileRestoreStatus status)
      implements Verb {}

  /** Tell the writers that their files are back. */
  record PostRestore(RequestId request) implements Verb {}

  /** A verb of backups, which a restore does not know. */
  record AbortBackup(RequestId request) implements Verb {}

  /** Be done with the session. */
  record Release(RequestId request) implements Verb {}

  /** The requester is there. */
  record KeepAlive(RequestId request) implements Verb {}

  /** Say how the restore stands. */
  record QueryStatus(RequestId request) implements Verb {}

  /** A writer has answered. */
  record WriterSaid(WriterReply reply) implements RestoreInput {}

  /** A limit of this restore has passed. */
  record LimitPassed(RestoreTimer timer) implements RestoreInput {}

  /** This life of a host's process is over, or nobody can reach it. */
  record HostLost(HostId host, Incarnation incarnation) implements RestoreInput {}

  /** A coordinator has just recovered this session and speaks for it from now on. */
  record TakeOver() implements RestoreInput {}
}
