package io.lull.provider.spi;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes point-in-time copies of volumes of the host that it runs on, in one way.
 *
 * <p>Every call may block. It runs on a thread of its own and has a limit that stands outside of
 * it: when the time is over, or when nobody wants the result any more, the thread is interrupted,
 * and whatever the call still brings about is discarded again. So a call should end soon after an
 * interrupt, and nothing bad happens if it does not.
 *
 * <p>Calls for different volumes may come at the same time, and {@link #discard} may come while a
 * step works for the same copy; the step's thread was interrupted before. Two removals of one copy
 * never overlap.
 *
 * <p>A call that fails throws. A {@link ProviderException} says which {@link Fault} it was;
 * anything else counts as a mistake of the provider.
 */
public interface Provider {
  /** Where the copies are made, which decides who is asked first. */
  ProviderKind kind();

  /**
   * Whether all data of one copy is of one instant, also while others write to the volume. If not,
   * a copy is consistent only if nobody writes between PreCommit and the end of Commit.
   */
  boolean atomic();

  /**
   * A place on the file system that has to take writes while a copy of this volume is made; often
   * that of the volume itself. Nobody may freeze it for such a set: the copy would wait for the
   * thaw, and the thaw for the copy.
   */
  Optional<Path> writesTo(Volume volume);

  /** Empty if copies of this volume can be made here, or why not. */
  Optional<Fault> accepts(Volume volume) throws Exception;

  /**
   * Does one step, from BeginPrepare to PostFinalCommit, for all these copies.
   *
   * <p>When it returns, each copy has its marker with it, as it is given here, in a place that
   * survives a crash together with the copy. A step that was done before may come again.
   *
   * <p>From PreCommit to PostCommit everybody stands still and nothing may wait for a disk but the
   * making of the copies itself. A provider that cannot keep a marker with the very write that
   * makes the copy keeps it in memory until PreFinalCommit: whoever finds the copy after a crash in
   * between needs to know that it may be there, not its receipt.
   *
   * @param writable whether the copies are open for writing after the step
   */
  void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception;

  /** Deletes a copy; one that is not there is done already. */
  void delete(SnapshotId snapshot) throws Exception;

  /**
   * Removes all that is there of a copy, prepared or made, whole or half; nothing being there is a
   * success. A step that still works for it brings nothing about afterwards.
   */
  void discard(SnapshotId snapshot) throws Exception;

  /** The markers of all copies that are there, prepared or made, also those of earlier lives. */
  List<Marker> copies() throws Exception;

  /**
   * The directory on this host where the content of a copy lies: what a writer adds to it in
   * PostSnapshot goes there, and a requester reads it from there. Empty if there is no such copy,
   * if it is not made yet, or if it lies in no directory.
   */
  Optional<Path> place(SnapshotId snapshot) throws Exception;

  /** How many bytes its deletion would free, if that is known without looking at the content. */
  default OptionalLong usage(SnapshotId snapshot) throws Exception {
    return OptionalLong.empty();
  }
}
