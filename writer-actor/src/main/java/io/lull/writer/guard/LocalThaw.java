package io.lull.writer.guard;

/** Ends what an earlier life left standing, by its hold file; without node, guard and network. */
public final class LocalThaw {
  private LocalThaw() {}

  /**
   * Lets it go, and returns when it is certain that nothing will hold it again.
   *
   * @return false if it was let go already
   */
  public static boolean thaw(HoldFiles files, HoldFile file)
      throws GuardException, InterruptedException {
    boolean thawed = file.note().what().letGo(file.by());
    files.remove(file.note().token());
    return thawed;
  }
}
