package io.lull.provider.tree;

import io.lull.kernel.Name;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One directory of a tree, by the names that lead to it; each is itself and equals no other. */
final class Branch {
  private static final int SHOWN_MAX = 12;

  private final Optional<Branch> parent;
  private final Name name;
  private long inode;

  private Branch(Optional<Branch> parent, Name name) {
    this.parent = parent;
    this.name = name;
  }

  static Branch top(String shown) {
    return new Branch(Optional.empty(), Name.of(shown));
  }

  Branch child(Name child) {
    return new Branch(Optional.of(this), child);
  }

  Optional<Branch> parent() {
    return parent;
  }

  Name name() {
    return name;
  }

  /** Whether it is the directory that it was when this was asked for the first time. */
  synchronized boolean isStill(long number) {
    if (inode == 0) {
      inode = number;
    }
    return inode == number;
  }

  /** The path of something in it, for people; of a very deep one only the end. */
  String shown(Name last) {
    Deque<String> names = new ArrayDeque<>();
    names.push(last.toString());
    Optional<Branch> branch = Optional.of(this);
    while (branch.isPresent()) {
      Optional<Branch> above = branch.get().parent;
      if (names.size() > SHOWN_MAX && above.isPresent()) {
        names.push("…");
        break;
      }
      names.push(branch.get().name.toString());
      branch = above;
    }
    return String.join("/", names);
  }

  @Override
  public String toString() {
    return parent.map(above -> above.shown(name)).orElseGet(name::toString);
  }
}
