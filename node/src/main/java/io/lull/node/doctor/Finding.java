package io.lull.node.doctor;

/**
 * One thing that was looked at.
 *
 * @param about what it is about, in two or three words
 * @param fact what is so
 * @param remedy what to do about it; nothing if all is well
 */
public record Finding(Level level, String about, String fact, String remedy) {
  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    GOOD,
    /** Backups work, but somebody should know. */
    WARNING,
    /** Backups will fail, or a promise cannot be kept. */
    FAULT
  }

  static Finding good(String about, String fact) {
    return new Finding(Level.GOOD, about, fact, "");
  }

  static Finding warning(String about, String fact, String remedy) {
    return new Finding(Level.WARNING, about, fact, remedy);
  }

  static Finding fault(String about, String fact, String remedy) {
    return new Finding(Level.FAULT, about, fact, remedy);
  }
}
