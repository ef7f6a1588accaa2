package io.lull.kernel;

/** What a name in a directory stands for. */
public enum FileType {
  /** The file system does not say it in its lists. */
  UNKNOWN(0),
  FIFO(1),
  CHARACTER_DEVICE(2),
  DIRECTORY(4),
  BLOCK_DEVICE(6),
  FILE(8),
  LINK(10),
  SOCKET(12);

  private static final FileType[] BY_NUMBER = new FileType[16];

  static {
    for (FileType type : values()) {
      BY_NUMBER[type.number] = type;
    }
  }

  private final int number;

  FileType(int number) {
    this.number = number;
  }

  /** The number by which lists and modes name it. */
  public int number() {
    return number;
  }

  public static FileType of(int number) {
    FileType type = number < 0 || number >= BY_NUMBER.length ? UNKNOWN : BY_NUMBER[number];
    return type == null ? UNKNOWN : type;
  }
}
