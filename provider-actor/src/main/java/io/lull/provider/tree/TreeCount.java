package io.lull.provider.tree;

import io.lull.kernel.DirectoryEntry;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Identity;
import io.lull.kernel.SystemCallException;
import io.lull.provider.tree.Crew.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** A walk that only counts, so that it can be said beforehand what a copy will take. */
final class TreeCount {
  /**
   * What was counted.
   *
   * @param bytes how many the files take, without their holes
   * @param leftOut what is a volume of its own
   */
  record Count(long entries, long bytes, List<String> leftOut) {
    Count {
      leftOut = List.copyOf(leftOut);
    }
  }

  private final OpenDirectories source;
  private final Identity top;
  private final Set<FileKey> excluded;
  private final LongAdder entries = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LeftOut leftOut = new LeftOut();

  private TreeCount(Branch branch, int descriptor, Identity top, Set<FileKey> excluded) {
    this.source = new OpenDirectories(branch, descriptor, Optional.of(top));
    this.top = top;
    this.excluded = excluded;
  }

  static Count of(String shown, int directory, Set<FileKey> excluded, int threads, Stop stop)
      throws IOException, InterruptedException {
    try (FileCalls calls = new FileCalls()) {
      Branch branch = Branch.top(shown);
      TreeCount count =
          new TreeCount(branch, directory, calls.stat(directory).identity(), excluded);
      try {
        Crew.work(threads, stop, worker -> count.visit(worker, branch));
      } finally {
        count.source.close(calls);
      }
      return new Count(count.entries.sum(), count.bytes.sum(), count.leftOut.paths());
    }
  }

  private void visit(Worker worker, Branch branch) throws IOException {
    worker.check();
    FileCalls calls = worker.calls();
    int directory;
    try {
      directory = source.acquire(calls, branch);
    } catch (SystemCallException failed) {
      if (Visit.isGone(failed)) {
        return;
      }
      throw new TreeException(branch.toString(), failed);
    } catch (MovedException moved) {
      return;
    }
    try {
      List<DirectoryEntry> list = new ArrayList<>();
      calls.list(directory, list);
      for (DirectoryEntry entry : list) {
        worker.check();
        count(worker, branch, directory, entry);
      }
    } finally {
      source.release(calls, branch);
    }
  }

  private void count(Worker worker, Branch branch, int directory, DirectoryEntry entry)
      throws IOException {
    FileStat stat;
    try {
      stat = worker.calls().stat(directory, entry.name());
    } catch (SystemCallException failed) {
      if (Visit.isGone(failed)) {
        return;
      }
      throw new TreeException(branch.shown(entry.name()), failed);
    }
    entries.increment();
    boolean inside = stat.type() == FileType.DIRECTORY;
    if (inside
        ? OpenDirectories.isBeyond(top, stat.identity())
        : stat.identity().mount() != top.mount()) {
      leftOut.add(branch.shown(entry.name()));
    } else if (inside && !excluded.contains(FileKey.of(stat.identity()))) {
      Branch child = branch.child(entry.name());
      worker.add(next -> visit(next, child));
    } else {
      bytes.add(stat.allocated() / Math.max(1, stat.links()));
    }
  }
}
