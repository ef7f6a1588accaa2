package io.lull.protocol.stream.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamKind;

/** What happened to the session of a stream; journaled. */
public sealed interface StreamSessionEvent {
  /** A requester wants a stream, and the host is asked under this stamp. */
  record BackupAsked(
      RequestId request,
      HostId host,
      InstanceId instance,
      StreamKind kind,
      Stamp stamp,
      StreamTerms terms)
      implements StreamSessionEvent {}

  /** The host has said that this happened to the stream. */
  record StreamReported(long number, StreamEvent.Journaled event) implements StreamSessionEvent {}

  /** The stream was never opened, or its host is gone. */
  record BackupFailed(Fault fault) implements StreamSessionEvent {}

  /** The target has stored what was read. */
  record BackupStored(RequestId request) implements StreamSessionEvent {}

  /** Somebody gave the stream up; its host is asked to end it. */
  record BackupAborted(RequestId request) implements StreamSessionEvent {}

  /** The target has never said that it stored a completed stream. */
  record RequesterGone(Fault fault) implements StreamSessionEvent {}
}
