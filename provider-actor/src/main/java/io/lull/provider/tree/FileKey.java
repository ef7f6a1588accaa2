package io.lull.provider.tree;

import io.lull.kernel.Identity;

/** Which file it is, however it was reached. */
record FileKey(int deviceMajor, int deviceMinor, long inode) {
  static FileKey of(Identity identity) {
    return new FileKey(identity.deviceMajor(), identity.deviceMinor(), identity.inode());
  }
}
