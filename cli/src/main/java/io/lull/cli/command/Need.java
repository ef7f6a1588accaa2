package io.lull.cli.command;

/** What a command needs a node for, and so what becomes of it where none runs. */
enum Need {
  /** What a node that runs does by itself; one that is started for this has nothing to tell. */
  RUNNING,
  /** What is in a journal: to look at it, or to end it. Without one there is nothing of that. */
  JOURNAL,
  /** Work that is begun, which any node of this machine can do. */
  WORK;

  /** Whom a command turns to that was not told. */
  enum Whom {
    THE_USUAL,
    ITS_OWN,
    NOBODY
  }

  /**
   * Whom.
   *
   * @param runs whether a node is where one usually is
   * @param journal whether earlier commands of this user have left a journal
   */
  Whom whom(boolean runs, boolean journal) {
    if (runs || this == RUNNING) {
      return Whom.THE_USUAL;
    }
    return this == WORK || journal ? Whom.ITS_OWN : Whom.NOBODY;
  }
}
