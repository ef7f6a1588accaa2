package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.util.HexFormat;

/**
 * Which file system this is, whatever it was reached by: what is frozen, is frozen as a whole.
 *
 * @param name the device number; for btrfs, which gives each subvolume one of its own, its id
 */
public record SuperBlock(String name) {
  private static final long BTRFS_IOC_FS_INFO = 0x8400941FL;
  private static final int FS_INFO_SIZE = 1024;
  private static final int FS_INFO_ID = 16;
  private static final int ID_SIZE = 16;

  public static SuperBlock of(Descriptor descriptor) throws SystemCallException {
    if (descriptor.fileSystem() == FileSystemKind.BTRFS) {
      try (Arena arena = Arena.ofConfined()) {
        var info = arena.allocate(FS_INFO_SIZE, 8);
        descriptor.ioctl("the id of the file system of " + descriptor, BTRFS_IOC_FS_INFO, info);
        byte[] id = info.asSlice(FS_INFO_ID, ID_SIZE).toArray(JAVA_BYTE);
        return new SuperBlock("btrfs " + HexFormat.of().formatHex(id));
      }
    }
    Identity identity = descriptor.identity();
    return ofDevice(identity.deviceMajor(), identity.deviceMinor());
  }

  public static SuperBlock ofDevice(int major, int minor) {
    return new SuperBlock(major + ":" + minor);
  }

  @Override
  public String toString() {
    return name;
  }
}
