package io.lull.kernel;

/** The numbers of {@code openat}, some of which differ between the architectures. */
final class OpenFlags {
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  static final int WRITE = 0x1;
  static final int CREATE_NEW = 0x40 | 0x80;
  static final int CLOSE_ON_EXEC = 0x80000;
  static final int NO_TERMINAL = 0x100;
  static final int NO_WAITING = 0x800;
  static final int NO_ACCESS_TIME = 0x40000;
  static final int PATH = 0x200000;
  static final int DIRECTORY = ARM ? 0x4000 : 0x10000;
  static final int NO_FOLLOW = ARM ? 0x8000 : 0x20000;

  private OpenFlags() {}
}
