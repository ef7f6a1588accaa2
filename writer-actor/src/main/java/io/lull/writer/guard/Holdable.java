package io.lull.writer.guard;

import java.time.Duration;

/** What can be held still by the guard: whoever adds a kind is told by the compiler where. */
public sealed interface Holdable permits FileSystem, Databases, Hooks, Barrier {
  /** How it is named to people. */
  String shown();

  /** Opens it for one hold, without holding it yet; in the guard. */
  GuardedHold open(Admission admission) throws GuardException;

  /**
   * Opens it for the case that the guard does not let it go; in the node.
   *
   * @param guard has it in its hands until then
   */
  NodeHand reach(GuardProcess guard) throws GuardException;

  /**
   * Lets it go when neither node nor guard did, and returns when it is certain that nothing will
   * hold it again.
   *
   * @param by the guard that held it
   * @return false if it had been let go already
   */
  boolean letGo(GuardLife by) throws GuardException, InterruptedException;

  /** How much longer than its lease the guard may take to let it go. */
  default Duration margin() {
    return Guard.MARGIN;
  }

  /** Says what it is, and first of all of which kind. */
  void say(Lines lines);

  /** Reads one back. */
  static Holdable of(Lines lines) {
    return switch (lines.one("kind")) {
      case FileSystem.KIND -> FileSystem.of(lines);
      case Databases.KIND -> Databases.of(lines);
      case Hooks.KIND -> Hooks.of(lines);
      case Barrier.KIND -> Barrier.of(lines);
      default -> throw new IllegalArgumentException("expected a known kind of hold");
    };
  }
}
