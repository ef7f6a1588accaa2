package io.lull.writer.guard;

import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One hold in the hands of the guard; all but {@link #conflict} on the hold's own thread. */
public interface GuardedHold extends AutoCloseable {
  /** Why it cannot stand beside these, or beside those of them that are still being begun. */
  Optional<GuardException> conflict(
      Collection<GuardedHold> standing, Collection<GuardedHold> begun);

  /**
   * Holds still; may block for as long as it takes.
   *
   * @param wanted whether there is still time for it, and somebody who wants it
   * @throws GuardException if it holds nothing, for certain
   */
  void begin(BooleanSupplier wanted) throws GuardException;

  /**
   * Lets go, and says whether it stood until now.
   *
   * @throws GuardException if it may still stand; it is called again then
   */
  boolean end() throws GuardException;

  @Override
  void close();
}
