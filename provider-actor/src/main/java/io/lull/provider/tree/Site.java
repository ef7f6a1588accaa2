package io.lull.provider.tree;

import io.lull.kernel.FileCalls;
import io.lull.provider.tree.TreePass.Manner;
import io.lull.provider.tree.TreePass.Report;
import io.lull.provider.tree.TreePass.Tree;
import io.lull.provider.tree.TreePass.Trees;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A volume and its copy, both open for one step. */
public final class Site implements AutoCloseable {
  private final FileCalls calls;
  private final Work work;
  private final CopyFiles files;
  private final int threads;
  private final int source;
  private TreeCount.Count counted = new TreeCount.Count(0, 0, List.of());

  Site(FileCalls calls, Work work, CopyFiles files, int threads, int source) {
    this.calls = calls;
    this.work = work;
    this.files = files;
    this.threads = threads;
    this.source = source;
  }

  /** Returns when all that was written to the volume's file system until now is on the disk. */
  public void forceSource() throws IOException {
    calls.forceFileSystem(source);
  }

  public void forceCopy() throws IOException {
    calls.forceFileSystem(files.directory());
  }

  /** Counts what is in the volume. */
  TreeCount.Count count() throws IOException, InterruptedException {
    return TreeCount.of(work.snapshot().volume().path(), source, work.excluded, threads, work.stop);
  }

  /**
   * Makes the copy what the tree is, as far as this manner believes it is not.
   *
   * @param forced when it was begun to force the source, in milliseconds
   */
  public Report pass(Contents contents, Trust trust, long forced)
      throws IOException, InterruptedException {
    int pending = files.openPending();
    try {
      Report report = pass(contents, trust, forced, Long.MAX_VALUE, pending, work.seen);
      work.seen = report.seen();
      files.leaveOut(report.leftOut());
      return report;
    } finally {
      calls.close(pending);
    }
  }

  /** Copies some of it twice, and says how long the second time took. */
  public Report sample(Contents contents, long most) throws IOException, InterruptedException {
    int sample = files.openSample();
    try {
      long now = System.currentTimeMillis();
      Report first = pass(contents, Trust.now(true), now, most, sample, Tree.nothing());
      return pass(contents, Trust.now(true), now, most, sample, first.seen());
    } finally {
      calls.close(sample);
      files.tidy(threads, work.stop);
    }
  }

  private Report pass(
      Contents contents, Trust trust, long forced, long most, int target, Tree before)
      throws IOException, InterruptedException {
    int trash = files.openTrash();
    try {
      return TreePass.run(
          new Trees(work.snapshot().volume().path(), source, target, trash),
          new Manner(contents, trust, forced, work.excluded, threads, most),
          before,
          work.stop);
    } finally {
      calls.close(trash);
    }
  }

  /**
   * Reads what was copied and compares it with what was read from the volume.
   *
   * @param since only what was copied in passes whose source was forced from then on
   */
  public void verify(boolean made, long since) throws IOException, InterruptedException {
    int copy = made ? files.openContent() : files.openPending();
    try {
      TreeVerify.run(work.snapshot().volume().path(), copy, work.seen, since, threads, work.stop);
    } finally {
      calls.close(copy);
    }
  }

  /** What the next pass is expected to take, from what one like it has taken. */
  public void rehearsed(long nanos) {
    work.rehearsed(nanos);
  }

  /** How many bytes more can be written where the copy lies. */
  public long available() throws IOException {
    return calls.available(files.directory());
  }

  /**
   * When a file is believed to be unchanged, which is the same for all passes of one copy.
   *
   * @param times whether times may be believed, if the file system keeps them
   */
  public Trust trust(boolean times) throws IOException {
    if (work.trust.isEmpty()) {
      work.trust = Optional.of(Trust.now(true));
    }
    Trust trust = work.trust.get().checked();
    return times && keepsTimes() ? trust : new Trust(false, trust.clock());
  }

  /** Elsewhere a file that is mapped into memory may change without a trace. */
  private boolean keepsTimes() throws IOException {
    return switch (calls.fileSystem(source)) {
      case EXT, XFS, BTRFS, BCACHEFS -> true;
      case TMPFS, OTHER -> false;
    };
  }

  /** Keeps when the pass of the commit was begun. */
  public void committed(long time) {
    work.committed = time;
  }

  public long committed() {
    return work.committed;
  }

  void counted(TreeCount.Count count) {
    counted = count;
  }

  /** How many names were counted at the beginning of this step. */
  public long entries() {
    return counted.entries();
  }

  /** How many bytes were counted. */
  public long bytes() {
    return counted.bytes();
  }

  CopyFiles files() {
    return files;
  }

  Work work() {
    return work;
  }

  @Override
  public void close() {
    calls.close(source);
    files.close();
  }
}
