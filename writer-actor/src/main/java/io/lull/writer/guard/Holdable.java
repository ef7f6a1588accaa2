package io.lull.writer.guard;

/** What can be held still by the guard: whoever adds a kind is told by the compiler where. */
public sealed interface Holdable permits FileSystem {
  /** Opens it for one hold, without holding it yet. */
  GuardedHold open(Admission admission) throws GuardException;

  /** How it is named to people. */
  String shown();
}
