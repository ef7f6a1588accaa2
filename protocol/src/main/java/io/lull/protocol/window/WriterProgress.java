package io.lull.protocol.window;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.HoldToken;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a window knows of one writer.
 *
 * @param moments empty until Freeze is sent to it
 */
record WriterProgress(
    Status status,
    Optional<HoldToken> token,
    Optional<Attestation> attestation,
    Optional<WriterMoments> moments) {
  /** How far a writer is; a later one never goes back to an earlier. */
  enum Status {
    /** Prepared for the snapshot, and not yet told to freeze. */
    PREPARED,
    /** Freeze was sent; whether it stands still is unknown. */
    FREEZE_ASKED,
    /** It stands still, as far as its lease goes. */
    HELD,
    /** Thaw was sent. */
    THAW_ASKED,
    /** It was held until its Thaw and runs again. */
    RELEASED,
    /** Abort was sent. */
    ABORT_ASKED,
    /** It has handled the Abort and runs. */
    ABORTED,
    /** Its host could not be asked; nobody here knows, and its own lease looks after it. */
    UNCONFIRMED
  }

  static final WriterProgress PREPARED =
      new WriterProgress(Status.PREPARED, Optional.empty(), Optional.empty(), Optional.empty());

  WriterProgress now(Status status) {
    return new WriterProgress(status, token, attestation, moments);
  }

  WriterProgress held(HoldToken token) {
    return new WriterProgress(Status.HELD, Optional.of(token), attestation, moments);
  }

  WriterProgress released(Attestation attestation) {
    return new WriterProgress(Status.RELEASED, token, Optional.of(attestation), moments);
  }

  /** A writer that Freeze is sent to. */
  WriterProgress asked(WriterMoments begun) {
    return new WriterProgress(Status.FREEZE_ASKED, token, attestation, Optional.of(begun));
  }

  /** The same with what happened now, if Freeze was ever sent to it. */
  WriterProgress at(UnaryOperator<WriterMoments> now) {
    return new WriterProgress(status, token, attestation, moments.map(now));
  }
}
