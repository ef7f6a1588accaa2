package io.lull.kernel;

/** What kind of file system holds a file, by the number that the kernel gives it. */
public enum FileSystemKind {
  BTRFS,
  XFS,
  BCACHEFS,
  EXT,
  /** In memory: nothing of it reaches a disk, unless there is swap. */
  TMPFS,
  OTHER;

  static FileSystemKind of(long magic) {
    return switch ((int) magic) {
      case 0x9123683E -> BTRFS;
      case 0x58465342 -> XFS;
      case 0xCA451A4E -> BCACHEFS;
      case 0xEF53 -> EXT;
      case 0x01021994, 0x858458F6 -> TMPFS;
      default -> OTHER;
    };
  }
}
