package io.lull.writer.stream;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A writer whose application can be streamed too: from the preparation of a snapshot to the end of
 * its copies no stream can begin, and no snapshot is prepared while a stream is open.
 */
public final class ExclusiveWriter implements Writer {
  private final Writer application;
  private final SnapshotMark mark;
  private Optional<SetId> taken = Optional.empty();

  public ExclusiveWriter(Writer application, SnapshotMark mark) {
    this.application = application;
    this.mark = mark;
  }

  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    take(context);
    boolean goesOn = false;
    try {
      HandlerResult result = application.prepareForSnapshot(context, volumes, copies);
      goesOn = !(result instanceof HandlerResult.Failed);
      return result;
    } finally {
      // Nobody is told to clean up after a preparation that has failed.
      if (!goesOn) {
        giveBack(context.set());
      }
    }
  }

  @Override
  public HandlerResult postSnapshot(HandlerContext context, Copies copies) throws Exception {
    try {
      return application.postSnapshot(context, copies);
    } finally {
      giveBack(context.set());
    }
  }

  @Override
  public HandlerResult abort(HandlerContext context, Failure cause) throws Exception {
    try {
      return application.abort(context, cause);
    } finally {
      giveBack(context.set());
    }
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) throws Exception {
    try {
      return application.backupShutdown(context);
    } finally {
      giveBack(context.set());
    }
  }

  /** Whoever prepares the next set is done with the one before, whatever it still owes it. */
  private void take(HandlerContext context) throws WriterException, InterruptedException {
    synchronized (this) {
      taken.filter(older -> !older.equals(context.set())).ifPresent(mark::giveBack);
      taken = Optional.of(context.set());
    }
    boolean here = false;
    try {
      mark.take(context.set(), context.limit());
      here = true;
    } finally {
      // Also when the answer was not waited for: it may have been yes.
      if (!here) {
        giveBack(context.set());
      }
    }
  }

  private synchronized void giveBack(SetId set) {
    taken = taken.filter(other -> !other.equals(set));
    mark.giveBack(set);
  }

  // All else is the application's own business.

  @Override
  public WriterMetadata describe() throws Exception {
    return application.describe();
  }

  @Override
  public void start() throws Exception {
    application.start();
  }

  @Override
  public Collection<FoundHold> leftBehind() throws Exception {
    return application.leftBehind();
  }

  @Override
  public HandlerResult prepareForBackup(
      HandlerContext context, Set<ComponentId> components, BackupType type) throws Exception {
    return application.prepareForBackup(context, components, type);
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease) throws Exception {
    return application.freeze(context, lease);
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    return application.thaw(token);
  }

  @Override
  public HandlerResult backupComplete(HandlerContext context, Set<ComponentId> succeeded)
      throws Exception {
    return application.backupComplete(context, succeeded);
  }

  @Override
  public HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders)
      throws Exception {
    return application.preRestore(context, orders);
  }

  @Override
  public HandlerResult postRestore(
      HandlerContext context, Map<ComponentId, FileRestoreStatus> files, boolean moreToCome)
      throws Exception {
    return application.postRestore(context, files, moreToCome);
  }
}
