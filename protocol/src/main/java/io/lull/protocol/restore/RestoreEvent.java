package io.lull.protocol.restore;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Instant;

/** What happened in a restore; the only thing that changes it. */
public sealed interface RestoreEvent {
  /** The session serves a restore on these terms. */
  record RestoreInitialized(RestoreTerms terms) implements RestoreEvent {}

  /** A sign of life of the requester. */
  record RequesterHeard(Instant at) implements RestoreEvent {}

  /** A component will be restored whole. */
  record ComponentSelected(ComponentId component) implements RestoreEvent {}

  /** A component will not be restored after all; whatever was said about it is forgotten. */
  record ComponentDropped(ComponentId component) implements RestoreEvent {}

  /** Of a selected component only this part, and others so added, will be restored. */
  record SubcomponentAdded(ComponentId component, ComponentId subcomponent)
      implements RestoreEvent {}

  /** The writer of a component was given options. */
  record OptionsSet(ComponentId component, String options) implements RestoreEvent {}

  /** Further restores of a component will follow, or not. */
  record AdditionalRestoresSet(ComponentId component, boolean moreToCome) implements RestoreEvent {}

  /** The files of a component go here. */
  record TargetSet(ComponentId component, RestoreTarget target) implements RestoreEvent {}

  /** The files of a component may also go here. */
  record MappingAdded(ComponentId component, LocationMapping mapping) implements RestoreEvent {}

  /** The files of a component were put back, or not. */
  record FileStatusSet(ComponentId component, FileRestoreStatus status) implements RestoreEvent {}

  /** Writers are being asked. */
  record RoundBegun(Round round) implements RestoreEvent {}

  /** A writer is there and has described itself. */
  record WriterIdentified(WriterId writer, Incarnation incarnation, WriterMetadata metadata)
      implements RestoreEvent {}

  /** A writer is not there, or not fit to take part. */
  record WriterAbsent(WriterId writer, Fault fault) implements RestoreEvent {}

  /** A writer has handled what the round asks like this, or failed to in its time. */
  record WriterHandled(WriterId writer, HandlerResult result) implements RestoreEvent {}

  /** A writer has said how it stands, or failed to in its time. */
  record StatusTold(WriterId writer, WriterStatus status) implements RestoreEvent {}

  /** Nobody is waited for any more. */
  record RoundEnded() implements RestoreEvent {}

  /** The requester was answered; the same request gets the same answer from now on. */
  record Replied(RestoreReply reply) implements RestoreEvent {}

  /** A recovered coordinator speaks for the session; what speaks for an older epoch is late. */
  record EpochTaken(Epoch epoch, Instant at) implements RestoreEvent {}

  /** The requester was silent for as long as it may be; the session ends for it. */
  record RequesterLost(Fault fault) implements RestoreEvent {}

  /** The session is over. */
  record RestoreReleased() implements RestoreEvent {}
}
