package io.lull.provider.btrfs;

import io.lull.kernel.Errno;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;

/** What to do about what the kernel says. */
final class BtrfsFaults {
  private BtrfsFaults() {}

  static Fault of(String what, SystemCallException failed) {
    if (failed.is(Errno.ENOSPC)) {
      return Fault.expected(
          Failure.INSUFFICIENT_STORAGE,
          "room for " + what,
          failed.getMessage()
              + "; delete old copies or files. 'btrfs filesystem usage' shows whether data or"
              + " metadata is full, which may be while the other has room");
    }
    if (failed.is(Errno.EDQUOT)) {
      return Fault.expected(
          Failure.INSUFFICIENT_STORAGE,
          "room for " + what + " within the limits of its quota groups",
          failed.getMessage()
              + "; delete old copies, or raise the limit. 'btrfs qgroup show -re' shows which");
    }
    if (failed.is(Errno.ENOTEMPTY)) {
      return Fault.expected(
          Failure.BAD_STATE,
          what + " to hold nothing of others",
          failed.getMessage() + "; delete the subvolumes that somebody has made in it");
    }
    return failed.fault(what);
  }
}
