package io.lull.protocol.window;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterLevel;
import java.util.List;

/** What happened in a window; held in memory, never journaled one by one. */
public sealed interface WindowEvent {
  /** The window began; all writers must stand still by the deadline. */
  record WindowOpened(Uptime at, Uptime deadline) implements WindowEvent {}

  /** Freeze was sent to every writer of a level. */
  record LevelFreezing(WriterLevel level, Uptime at) implements WindowEvent {}

  /** A writer stands still, at the least until the given time. */
  record WriterHeld(WriterId writer, HoldToken token, Uptime until, Uptime at)
      implements WindowEvent {}

  /** All writers stand still and PreCommit was sent to every provider. */
  record PreCommitAsked(Uptime deadline, Uptime at) implements WindowEvent {}

  /** Commit was sent to every provider, over the digest of all holds. */
  record CommitAsked(Digest holds) implements WindowEvent {}

  /** PostCommit was sent to every provider. */
  record PostCommitAsked() implements WindowEvent {}

  /** A provider has done the step that all wait for. */
  record ProviderReady(ProviderId provider, Uptime at) implements WindowEvent {}

  /** A provider has committed. */
  record ReceiptTaken(ProviderId provider, Receipt receipt) implements WindowEvent {}

  /** Thaw was sent to every writer of a level, over the digest of all receipts. */
  record LevelThawing(WriterLevel level, Digest receipts, Uptime deadline, Uptime at)
      implements WindowEvent {}

  /** A writer was held until its Thaw, and says so. */
  record WriterReleased(WriterId writer, Attestation attestation, Uptime at)
      implements WindowEvent {}

  /** The set has failed, perhaps by these writers, and Abort was sent to every writer. */
  record WindowFailed(Fault fault, Uptime deadline, List<FailedWriter> failed, Uptime at)
      implements WindowEvent {
    public WindowFailed {
      failed = List.copyOf(failed);
    }
  }

  /** A writer has handled the Abort. */
  record WriterAborted(WriterId writer, Uptime at) implements WindowEvent {}

  /** Nobody can say whether a writer runs again; the session goes on asking. */
  record WriterUnconfirmed(WriterId writer) implements WindowEvent {}

  /** The window is over. */
  record WindowClosed(Uptime at) implements WindowEvent {}
}
