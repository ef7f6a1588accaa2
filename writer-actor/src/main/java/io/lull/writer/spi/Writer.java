package io.lull.writer.spi;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one application's data consistent and holds it still.
 *
 * <p>A method may block, on a thread of its own, until its limit; then the thread is interrupted,
 * and what the method still does or says is not waited for. Methods can run at the same time: an
 * abort comes while another method runs or hangs, and so does the end of a hold. A method that
 * throws has failed; {@link WriterException} says with which failure.
 */
public interface Writer {
  /** What the writer is and which data it speaks for; may be asked at any time, by anybody. */
  WriterMetadata describe() throws Exception;

  /**
   * Starts what has to run on the host before anything can stand still, such as a guard.
   *
   * <p>Called once, when the host starts, and not waited for. A writer that fails here is asked all
   * the same, and has to refuse what it cannot do.
   */
  default void start() throws Exception {}

  /**
   * What earlier lives of the host may have left standing still.
   *
   * <p>Asked once, when the host starts and before anything else, so that it answers at once, from
   * what it keeps of its holds itself. All of it is ended by {@link #thaw}.
   */
  default Collection<FoundHold> leftBehind() throws Exception {
    return List.of();
  }

  /** These components are about to be backed up; long work may start. */
  default HandlerResult prepareForBackup(
      HandlerContext context, Set<ComponentId> components, BackupType type) throws Exception {
    return new HandlerResult.Done();
  }

  /** The last moment for long work: after this comes the freeze. */
  default HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    return new HandlerResult.Done();
  }

  /**
   * Stands still, and returns the hold by which it does.
   *
   * <p>The lease runs already. A hold that is returned too late is ended at once. A method that
   * throws must leave nothing frozen; {@link #thaw} and {@link #abort} follow to make sure.
   */
  Hold freeze(HandlerContext context, Lease lease) throws Exception;

  /**
   * Ends what stands still by this token, whoever began it, and leaves every other hold alone.
   *
   * <p>Called where there is no {@link Hold} to ask: after a freeze that failed, while one hangs
   * that is no longer wanted, and for what an earlier life of the host left behind.
   */
  default HoldEnd thaw(HoldToken token) throws Exception {
    return HoldEnd.NOT_HELD;
  }

  /**
   * The copies exist and are still writable; temporary files may go.
   *
   * @param copies where they lie on this host, for what a writer adds to its own
   */
  default HandlerResult postSnapshot(HandlerContext context, Copies copies) throws Exception {
    return new HandlerResult.Done();
  }

  /** These components are stored safely; logs that only they needed may go. */
  default HandlerResult backupComplete(HandlerContext context, Set<ComponentId> succeeded)
      throws Exception {
    return new HandlerResult.Done();
  }

  /** The set was given up: back to normal running, whatever the writer was doing for it. */
  default HandlerResult abort(HandlerContext context, Failure cause) throws Exception {
    return new HandlerResult.Done();
  }

  /** The session is over; everything that belongs to it may go, and nothing else. */
  default HandlerResult backupShutdown(HandlerContext context) throws Exception {
    return new HandlerResult.Done();
  }

  /** Files of these components are about to be put back, each as its order says. */
  default HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders)
      throws Exception {
    return new HandlerResult.Done();
  }

  /** The files are back; if more is to come, nothing is brought online yet. */
  default HandlerResult postRestore(
      HandlerContext context, Map<ComponentId, FileRestoreStatus> files, boolean moreToCome)
      throws Exception {
    return new HandlerResult.Done();
  }
}
