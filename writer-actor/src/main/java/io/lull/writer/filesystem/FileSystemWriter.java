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
import io.lull.writer.guard.FileSystem;
import io.lull.writer.guard.Guard;
import io.lull.writer.guard.GuardException;
import io.lull.writer.guard.Guards;
import io.lull.writer.guard.HoldFile;
import io.lull.writer.guard.HoldNote;
import io.lull.writer.guard.LocalThaw;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final Map<SessionId, FileSystem> chosen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, FileSystem> eldest) {
          return size() > SESSIONS;
        }
      };
  private volatile Optional<FileSystem> identified = Optional.empty();

  FileSystemWriter(WriterMetadata metadata, String mount, Guards guards) {
    this.metadata = metadata;
    this.mount = mount;
    this.guards = guards;
  }

  /** Says at once what would stand in the way of a freeze; a guard is there from here on. */
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
      guards.running();
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

  /**
   * Its own are ended one by one, by whoever asks. Those of dead guards that other writers held are
   * thawed here: if such a writer has another name now, or is there no more, nobody asks for them.
   */
  @Override
  public Collection<FoundHold> leftBehind() throws IOException, InterruptedException {
    List<FoundHold> found = new ArrayList<>();
    for (HoldFile file : guards.files().all()) {
      if (file.note().writer().equals(metadata.writer())) {
        if (guards.current().filter(guard -> guard.life().equals(file.by())).isEmpty()) {
          found.add(new FoundHold(file.note().set(), file.note().token()));
        }
      } else if (file.by().gone()) {
        thawForOthers(file);
      }
    }
    return found;
  }

  private void thawForOthers(HoldFile file) throws InterruptedException {
    try {
      LocalThaw.thaw(guards.files(), file);
    } catch (GuardException cannot) {
      // Its hold file stays, by which `lull thaw --local` names it and says why.
    }
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

  private HandlerResult prepare(FileSystem what, boolean force) throws InterruptedException {
    try {
      check(what);
      guards.running();
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
    FileSystem what = known(context.session());
    HoldNote note = new HoldNote(lease.token(), context.set(), metadata.writer(), what);
    Guard guard = guards.current().orElseThrow(FileSystemWriter::guardLost);
    try {
      guard.begin(note, lease.remaining());
    } catch (GuardException refused) {
      throw new WriterException(refused.fault());
    }
    return () -> guard.end(lease.token());
  }

  private static WriterException guardLost() {
    return new WriterException(
        Fault.expected(
            Failure.WRITER_INFRASTRUCTURE,
            "the guard of this host to be there",
            "it has died since PrepareForSnapshot, so that nothing was frozen; begin a new set"));
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    Optional<Guard> last = guards.last();
    HoldEnd said = last.isEmpty() ? HoldEnd.NOT_HELD : last.get().end(token);
    if (said != HoldEnd.NOT_HELD) {
      return said;
    }
    for (HoldFile file : guards.files().all()) {
      if (file.note().token().equals(token) && file.note().writer().equals(metadata.writer())) {
        return Blocking.call("thaw " + mount, () -> thaw(file));
      }
    }
    return HoldEnd.NOT_HELD;
  }

  /** Nobody can say whether it stood until now: whoever watched it is dead. */
  private HoldEnd thaw(HoldFile file) throws WriterException, InterruptedException {
    try {
      LocalThaw.thaw(guards.files(), file);
      return HoldEnd.LAPSED;
    } catch (GuardException failed) {
      throw new WriterException(failed.fault());
    }
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) {
    synchronized (chosen) {
      chosen.remove(context.session());
    }
    return new HandlerResult.Done();
  }
}
