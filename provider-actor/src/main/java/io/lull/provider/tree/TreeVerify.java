package io.lull.provider.tree;

import io.lull.kernel.FileCalls;
import io.lull.kernel.FileType;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.provider.tree.Crew.Worker;
import io.lull.provider.tree.TreePass.Tree;
import java.io.IOException;
import java.util.Optional;

/** Reads a copy back and compares it with what was read when it was made. */
final class TreeVerify {
  private final OpenDirectories copy;
  private final long since;

  private TreeVerify(OpenDirectories copy, long since) {
    this.copy = copy;
    this.since = since;
  }

  static void run(String shown, int directory, Tree tree, long since, int threads, Stop stop)
      throws IOException, InterruptedException {
    try (FileCalls calls = new FileCalls()) {
      Branch branch = Branch.top(shown);
      TreeVerify verify =
          new TreeVerify(new OpenDirectories(branch, directory, Optional.empty()), since);
      try {
        Crew.work(threads, stop, worker -> verify.visit(worker, branch, tree.top().seen()));
      } finally {
        verify.copy.close(calls);
      }
    }
  }

  private void visit(Worker worker, Branch branch, Seen seen) throws IOException {
    worker.check();
    int directory = copy.acquire(worker.calls(), branch);
    try {
      for (int i = 0; i < seen.size(); i++) {
        Seen.Entry entry = seen.entry(i);
        if (entry.inside().filter(Seen.Slot::isThere).isPresent()) {
          Branch child = branch.child(entry.name());
          worker.add(next -> visit(next, child, entry.inside().get().seen()));
        } else if (entry.type() == FileType.FILE && entry.checksum() != 0) {
          verify(worker, branch, directory, entry);
        }
      }
    } finally {
      copy.release(worker.calls(), branch);
    }
  }

  private void verify(Worker worker, Branch branch, int directory, Seen.Entry entry)
      throws IOException {
    if (entry.forced() < since) {
      return;
    }
    worker.check();
    try {
      int file = worker.calls().openFile(directory, entry.name());
      try {
        if (ByteContents.read(worker, file) != entry.checksum()) {
          throw new TreeException(
              Failure.PROVIDER_VETO,
              "the copy of " + branch.shown(entry.name()) + " to be what was read of the file",
              "something else was read from it");
        }
      } finally {
        worker.calls().close(file);
      }
    } catch (SystemCallException failed) {
      throw new TreeException(branch.shown(entry.name()), failed);
    }
  }
}
