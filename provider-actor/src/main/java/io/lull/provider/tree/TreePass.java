package io.lull.provider.tree;

import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.Identity;
import io.lull.kernel.Name;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * One walk over a tree that makes its copy what the tree is: the first time all of it, later what
 * is not believed to be as it was in the pass before.
 */
public final class TreePass {
  /**
   * What a pass works on.
   *
   * @param shown how the top of the tree is called for people
   * @param source the open top of the tree
   * @param target the open top of its copy, in a directory that nobody else can reach
   * @param trash an open directory for what is in the way, on the file system of the copy
   */
  public record Trees(String shown, int source, int target, int trash) {}

  /**
   * How a pass works.
   *
   * @param trust when a file is believed to be unchanged
   * @param forced when it was begun to force what the file system had, in milliseconds
   * @param excluded directories that are not copied, because copies lie in them
   * @param most after how many entries it ends; then the copy is a sample and nothing else
   */
  public record Manner(
      Contents contents, Trust trust, long forced, Set<FileKey> excluded, int threads, long most) {
    public Manner {
      excluded = Set.copyOf(excluded);
    }
  }

  /**
   * How a pass went.
   *
   * @param seen what the next pass has to know of this one
   * @param entries how many names it came by
   * @param copied how many files it copied
   * @param bytes how many they hold
   * @param nanos how long it took
   * @param leftOut what it did not copy, because it is a volume of its own
   */
  public record Report(
      Tree seen, long entries, long copied, long bytes, long nanos, List<String> leftOut) {
    public Report {
      leftOut = List.copyOf(leftOut);
    }
  }

  /** What a pass has seen of a whole tree. */
  public record Tree(Seen.Slot top) {
    /** Before the first pass. */
    public static Tree nothing() {
      return new Tree(new Seen.Slot());
    }

    boolean isEmpty() {
      return top.seen().size() == 0;
    }
  }

  final OpenDirectories source;
  final OpenDirectories target;
  final Manner manner;
  final Identity top;
  final Metadata metadata;
  final Trash trash;
  final Links links = new Links();
  final LeftOut leftOut = new LeftOut();
  final LongAdder entries = new LongAdder();
  final LongAdder copied = new LongAdder();
  final LongAdder bytes = new LongAdder();
  private final boolean sample;

  private TreePass(
      Branch branch, Trees trees, Manner manner, FileStat from, FileStat to, boolean sample)
      throws IOException {
    this.manner = manner;
    this.top = from.identity();
    this.source = new OpenDirectories(branch, trees.source(), Optional.of(top));
    this.target = new OpenDirectories(branch, trees.target(), Optional.empty());
    this.trash = new Trash(trees.trash());
    this.sample = sample;
    boolean same =
        from.identity().deviceMinor() == to.identity().deviceMinor()
            && from.identity().deviceMajor() == to.identity().deviceMajor();
    this.metadata = new Metadata(Self.now(), same);
  }

  /** Makes a pass, and returns when it is done. */
  public static Report run(Trees trees, Manner manner, Tree before, Stop stop)
      throws IOException, InterruptedException {
    Branch branch = Branch.top(trees.shown());
    long begun = System.nanoTime();
    try (FileCalls calls = new FileCalls()) {
      FileStat from = calls.stat(trees.source());
      FileStat to = calls.stat(trees.target());
      boolean again = manner.most() < Long.MAX_VALUE && !before.isEmpty();
      TreePass pass = new TreePass(branch, trees, manner, from, to, again);
      Tree after = Tree.nothing();
      try {
        Crew.work(
            manner.threads(),
            stop,
            new Visit(pass, branch, Optional.empty(), before.top().seen(), after.top(), false));
      } finally {
        pass.source.close(calls);
        pass.target.close(calls);
      }
      return new Report(
          after,
          pass.entries.sum(),
          pass.copied.sum(),
          pass.bytes.sum(),
          System.nanoTime() - begun,
          pass.leftOut.paths());
    }
  }

  /** Whether a name is to be looked at; of a sample only so many, and the second time the same. */
  boolean wants(Optional<Seen.Entry> known) {
    if (manner.most() == Long.MAX_VALUE) {
      return true;
    }
    return sample ? known.isPresent() : entries.sum() < manner.most();
  }

  /** The path of something, for people. */
  static String shown(Branch branch, Name name) {
    return branch.shown(name);
  }
}
