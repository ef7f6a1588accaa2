package io.lull.kernel;

/** What kind of file system holds a file, by the number that the kernel gives it. */
public enum FileSystemKind {
  BTRFS,
  XFS,
  BCACHEFS,
  OTHER;

  static FileSystemKind of(long magic) {
    return switch ((int) magic) {
      case 0x9123683E -> BTRFS;
      case 0x58465342 -> XFS;
      case 0xCA451A4E -> BCACHEFS;
      default -> OTHER;
    };
  }
}
