package io.lull.provider.tree;

import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.SystemCallException;
import io.lull.provider.tree.Crew.Worker;
import java.io.IOException;
import java.util.Optional;

/**
 * A directory that is to be visited in a pass.
 *
 * @param known what the pass before knew of it
 * @param before what that saw in it
 * @param after where to leave what is seen now
 * @param fresh whether its copy was made a moment ago
 */
record Visit(
    TreePass pass,
    Branch branch,
    Optional<Seen.Entry> known,
    Seen before,
    Seen.Slot after,
    boolean fresh)
    implements Crew.Task {

  @Override
  public void run(Worker worker) throws IOException {
    worker.check();
    FileCalls calls = worker.calls();
    int from;
    try {
      from = pass.source.acquire(calls, branch);
    } catch (SystemCallException failed) {
      if (!isGone(failed)) {
        throw new TreeException(branch.toString(), failed);
      }
      removeCopy(calls);
      return;
    } catch (MovedException moved) {
      removeCopy(calls);
      return;
    }
    int to = pass.target.acquire(calls, branch);
    new VisitedDirectory(this, from, to, calls.stat(from)).begin(worker);
  }

  /** It went, or something else came in its place, after its parent was read. */
  private void removeCopy(FileCalls calls) throws IOException {
    after.lose();
    Branch parent = branch.parent().orElseThrow();
    int above = pass.target.acquire(calls, parent);
    try {
      pass.trash.take(calls, above, branch.name());
    } finally {
      pass.target.release(calls, parent);
    }
  }

  static boolean isGone(SystemCallException failed) {
    return failed.is(Errno.ENOENT) || failed.is(Errno.ENOTDIR) || failed.is(Errno.ELOOP);
  }
}
