package io.lull.protocol.writer;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import java.time.Duration;
import java.util.Optional;

/** What a writer answers to a coordinator. */
public sealed interface WriterReply {
  WriterId writer();

  /** An answer that belongs to a set. */
  sealed interface OfSet extends WriterReply {
    /** The stamp of the request that is answered. */
    Stamp stamp();
  }

  /** The writer is there and describes itself. */
  record Identified(
      WriterId writer, SessionId session, Incarnation incarnation, WriterMetadata metadata)
      implements WriterReply {}

  /** The writer is there but cannot describe itself; it takes no part. */
  record Unidentified(WriterId writer, SessionId session, Fault fault) implements WriterReply {}

  /** The handler of a step other than a successful Freeze or any Thaw has ended like this. */
  record Handled(WriterId writer, Stamp stamp, WriterStep step, HandlerResult result)
      implements OfSet {}

  /** The writer stands still; the token names its hold, the lease is what it was granted. */
  record Frozen(WriterId writer, Stamp stamp, HoldToken token, Duration lease) implements OfSet {}

  /** The hold is over; the attestation says how it stood. */
  record Thawed(WriterId writer, Stamp stamp, Attestation attestation) implements OfSet {}

  /** The request was not taken up: it is late, out of order, or meant for another life. */
  record Refused(
      WriterId writer, Stamp stamp, WriterStep step, Incarnation incarnation, Fault fault)
      implements OfSet {}

  /** The state of the writer for one set, with the last step it speaks about. */
  record Status(
      WriterId writer, Stamp stamp, WriterState state, WriterStep last, Optional<Fault> fault)
      implements OfSet {}
}
