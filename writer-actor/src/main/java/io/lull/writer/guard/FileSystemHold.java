package io.lull.writer.guard;

import io.lull.kernel.Below;
import io.lull.kernel.Descriptor;
import io.lull.kernel.Errno;
import io.lull.kernel.Freezing;
import io.lull.kernel.SuperBlock;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A frozen file system. */
final class FileSystemHold implements GuardedHold {
  private final FileSystem what;
  private final Descriptor root;
  private final Set<SuperBlock> below;

  FileSystemHold(FileSystem what, Descriptor root) throws GuardException {
    this.what = what;
    this.root = root;
    try {
      this.below = Below.of(what.block());
    } catch (IOException unreadable) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE,
          "to read from /sys what " + what.shown() + " lies on",
          unreadable.getMessage() + "; mount /sys for the node");
    }
  }

  @Override
  public Optional<GuardException> conflict(
      Collection<GuardedHold> standing, Collection<GuardedHold> begun) {
    for (GuardedHold other : standing) {
      if (other instanceof FileSystemHold file) {
        Optional<GuardException> conflict = conflict(file, begun.contains(other));
        if (conflict.isPresent()) {
          return conflict;
        }
      }
      // To lock a database takes memory that is mapped from a file beside it.
      if (other instanceof DatabaseHold databases
          && begun.contains(other)
          && databases.liesOn(what.block())) {
        return Optional.of(
            refused("databases on it are just being locked; give this writer a later level"));
      }
    }
    return Optional.empty();
  }

  SuperBlock block() {
    return what.block();
  }

  private Optional<GuardException> conflict(FileSystemHold other, boolean begun) {
    if (other.what.block().equals(what.block())) {
      return Optional.of(
          refused(
              "it is frozen already for another writer, as "
                  + other.what.path()
                  + "; give one file system to one writer only"));
    }
    // Freezing writes what is still in memory, and below there is nobody left to take it.
    if (below.contains(other.what.block())) {
      return Optional.of(
          refused(
              "it lies in "
                  + other.what.path()
                  + ", which is frozen already; give that writer a later level"));
    }
    if (begun && other.below.contains(what.block())) {
      return Optional.of(
          refused(
              other.what.path()
                  + " lies in it and is just being frozen; give this writer a later level"));
    }
    return Optional.empty();
  }

  private GuardException refused(String but) {
    return GuardException.expected(Failure.HOLD_REFUSED, "to freeze " + what.shown(), but);
  }

  @Override
  public void begin(BooleanSupplier wanted) throws GuardException {
    try {
      Freezing.freeze(root);
    } catch (SystemCallException failed) {
      if (failed.is(Errno.EBUSY)) {
        throw refused(
            "somebody else has frozen it already; find out who with `fuser -vm` and the logs of"
                + " other backup tools, and begin again when they have let go");
      }
      throw new GuardException(failed.fault("to freeze " + what.shown()));
    }
  }

  @Override
  public boolean end() throws GuardException {
    try {
      return Freezing.thaw(root);
    } catch (SystemCallException failed) {
      throw new GuardException(failed.fault("to thaw " + what.shown()));
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
