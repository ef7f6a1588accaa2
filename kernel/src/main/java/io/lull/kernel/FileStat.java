package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * What a file system knows of one file.
 *
 * @param mode the bits of the type and of the permissions
 * @param links how many names the file has
 * @param identity which file it is, on which device and by which mount it was reached
 * @param device for a device node, the device that it stands for
 * @param allocated how many bytes it takes, without its holes
 */
public record FileStat(
    int mode,
    int links,
    int owner,
    int group,
    Identity identity,
    long device,
    long size,
    long allocated,
    FileMoment access,
    FileMoment modification,
    FileMoment change) {
  static final int BYTES = 256;

  /** Type, mode, links, owner, group, the three times, inode, size, blocks and mount. */
  static final int WANTED = 0x7ff | 0x1000;

  private static final int TYPE = 0xf000;

  static FileStat read(MemorySegment statx) {
    return new FileStat(
        Short.toUnsignedInt(statx.get(JAVA_SHORT, 28)),
        statx.get(JAVA_INT, 16),
        statx.get(JAVA_INT, 20),
        statx.get(JAVA_INT, 24),
        Identity.read(statx),
        device(statx.get(JAVA_INT, 128), statx.get(JAVA_INT, 132)),
        statx.get(JAVA_LONG, 40),
        statx.get(JAVA_LONG, 48) * 512,
        moment(statx, 64),
        moment(statx, 112),
        moment(statx, 96));
  }

  private static FileMoment moment(MemorySegment statx, int offset) {
    return new FileMoment(statx.get(JAVA_LONG, offset), statx.get(JAVA_INT, offset + 8));
  }

  /** The number under which the C library knows a device. */
  private static long device(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return (high & 0xfffff000L) << 32
        | (high & 0xfffL) << 8
        | (low & 0xffffff00L) << 12
        | (low & 0xffL);
  }

  public FileType type() {
    return FileType.of((mode & TYPE) >> 12);
  }

  /** The bits of the mode that can be changed. */
  public int permissions() {
    return mode & 0xfff;
  }

  public long inode() {
    return identity.inode();
  }
}
