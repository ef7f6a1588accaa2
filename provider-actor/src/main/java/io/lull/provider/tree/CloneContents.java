package io.lull.provider.tree;

import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.SystemCallException;
import io.lull.provider.tree.Crew.Worker;
import java.io.IOException;

/**
 * Lets the copy share the blocks of its file.
 *
 * <p>The file system compares block by block what both have: cloning a file again of which little
 * has changed costs little, and nothing has to be believed about what has changed.
 */
public final class CloneContents implements Contents {
  private static final long FICLONE = 0x40049409L;
  private static final long GET_FLAGS = 0x80086601L;
  private static final long SET_FLAGS = 0x40086602L;
  private static final long NO_COPY_ON_WRITE = 0x00800000L;
  private static final int ATTEMPTS = 3;

  @Override
  public boolean always() {
    return true;
  }

  @Override
  public long copy(Worker worker, int from, int to, FileStat stat) throws IOException {
    FileCalls calls = worker.calls();
    long size = stat.size();
    for (int attempt = 1; ; attempt++) {
      long there = calls.stat(to).size();
      if (there > size) {
        calls.truncate(to, size);
      }
      if (size == 0) {
        return 0;
      }
      try {
        calls.ioctl("cloning", to, FICLONE, from);
        return 0;
      } catch (SystemCallException refused) {
        if (!refused.is(Errno.EINVAL) || attempt == ATTEMPTS) {
          throw refused;
        }
      }
      // The file has been cut since, or is one of those that btrfs writes in place.
      size = calls.stat(from).size();
      writeInPlaceToo(calls, from, to);
    }
  }

  private static void writeInPlaceToo(FileCalls calls, int from, int to) {
    try {
      long flags = calls.ioctlAbout("the flags of", from, GET_FLAGS, 0) & 0xffffffffL;
      if ((flags & NO_COPY_ON_WRITE) != 0) {
        long own = calls.ioctlAbout("the flags of", to, GET_FLAGS, 0) & 0xffffffffL;
        calls.ioctlAbout("the flags of", to, SET_FLAGS, own | NO_COPY_ON_WRITE);
      }
    } catch (SystemCallException none) {
      // Then it was not this, and the next attempt says what it is.
    }
  }

  @Override
  public boolean same(Worker worker, int from, int to) {
    throw new UnsupportedOperationException("expected that every file is cloned again");
  }
}
