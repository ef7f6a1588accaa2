package io.lull.writer.filesystem;

import io.lull.kernel.Descriptor;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.guard.Blocking;
import io.lull.writer.guard.FileSystem;
import io.lull.writer.guard.GuardException;
import io.lull.writer.guard.Guards;
import io.lull.writer.guard.HeldByGuard;
import io.lull.writer.guard.Latest;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Freezes one mounted file system, by the guard.
 *
 * <p>What is mounted is looked at when the writer is asked to describe itself. A backup is about
 * that file system from then on: if another one is found later, it is refused.
 */
public final class FileSystemWriter implements Writer {
  private static final int SESSIONS = 64;

  private final WriterMetadata metadata;
  private final String mount;
  private final Guards guards;
  private final HeldByGuard holds;
  private final Map<SessionId, FileSystem> chosen = new Latest<>(SESSIONS);
  private volatile Optional<FileSystem> identified = Optional.empty();

  FileSystemWriter(WriterMetadata metadata, String mount, Guards guards) {
    this.metadata = metadata;
    this.mount = mount;
    this.guards = guards;
    this.holds = new HeldByGuard(metadata.writer(), guards);
  }

  /** Says at once what would stand in the way of a freeze; a guard is there from here on. */
  @Override
  public void start() throws WriterException, InterruptedException {
    holds.prepare();
  }

  @Override
  public WriterMetadata describe() throws Exception {
    Privileges.check(metadata.writer());
    identified = Optional.of(Blocking.call("identify " + mount, this::identify));
    return metadata;
  }

  private FileSystem identify() throws WriterException, InterruptedException {
    try {
      FileSystem now = FileSystem.identify(mount);
      check(now);
      holds.prepare();
      return now;
    } catch (GuardException unfit) {
      throw new WriterException(unfit.fault());
    }
  }

  private void check(FileSystem what) throws GuardException {
    try (Descriptor root = what.reopen()) {
      guards.admission().check(what, root);
    }
  }

  @Override
  public Collection<FoundHold> leftBehind() throws IOException, InterruptedException {
    return holds.leftBehind();
  }

  @Override
  public HandlerResult prepareForBackup(
      HandlerContext context, Set<ComponentId> components, BackupType type) throws Exception {
    FileSystem what = known(context.session());
    return Blocking.call("prepare " + mount, () -> prepare(what, false));
  }

  /** What is in memory now is written before anybody waits for it. */
  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    FileSystem what = known(context.session());
    return Blocking.call(
        "prepare " + mount,
        () -> {
          try {
            refuseToBlock(what, volumes, copies);
          } catch (GuardException refused) {
            return new HandlerResult.Failed(refused.fault());
          }
          return prepare(what, true);
        });
  }

  private static void refuseToBlock(FileSystem what, Set<Volume> volumes, Copies copies)
      throws GuardException {
    for (Volume volume : volumes) {
      Optional<Path> written = copies.writtenTo(volume);
      if (written.isPresent()) {
        what.refuseToHold(written.get().toString());
      }
    }
  }

  private HandlerResult prepare(FileSystem what, boolean force)
      throws WriterException, InterruptedException {
    try {
      check(what);
      holds.prepare();
      if (force) {
        force(what);
      }
      return new HandlerResult.Done();
    } catch (GuardException refused) {
      return new HandlerResult.Failed(refused.fault());
    }
  }

  private static void force(FileSystem what) throws GuardException {
    try (Descriptor root = what.reopen()) {
      root.forceFileSystem();
    } catch (SystemCallException failed) {
      throw new GuardException(failed.fault("to write what is in memory to " + what.path()));
    }
  }

  /** What this session's backup is about, fixed when it is first asked for. */
  private FileSystem known(SessionId session) throws WriterException {
    synchronized (chosen) {
      FileSystem before = chosen.get(session);
      if (before != null) {
        return before;
      }
      FileSystem now =
          identified.orElseThrow(
              () ->
                  new WriterException(
                      Fault.expected(
                          Failure.NOT_PREPARED,
                          "a writer that was identified in this life of its host",
                          "it was not; begin a new backup")));
      chosen.put(session, now);
      return now;
    }
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease)
      throws WriterException, InterruptedException {
    return holds.begin(context, lease, known(context.session()));
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    return holds.end(token);
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) {
    synchronized (chosen) {
      chosen.remove(context.session());
    }
    return new HandlerResult.Done();
  }
}
