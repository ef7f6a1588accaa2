package io.lull.provider.tree;

import io.lull.kernel.FileStat;
import io.lull.provider.tree.Crew.Worker;
import java.io.IOException;

/** How the content of a file comes into its copy. */
public interface Contents {
  /**
   * Whether it is done for every file in every pass, in the copy of the pass before. Otherwise it
   * is done in a new file, for those that are not believed to be unchanged.
   */
  boolean always();

  /**
   * Makes the content of a copy that of its file, hole for hole.
   *
   * @return a checksum of what was copied, or 0 if it was not looked at
   */
  long copy(Worker worker, int from, int to, FileStat stat) throws IOException;

  /** Whether file and copy have the same content. */
  boolean same(Worker worker, int from, int to) throws IOException;
}
