package io.lull.provider.tree;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What lies in a tree and is not copied with it, because it is a volume of its own. */
final class LeftOut {
  private final SortedSet<String> paths = new TreeSet<>();

  synchronized void add(String path) {
    paths.add(path);
  }

  synchronized List<String> paths() {
    return List.copyOf(paths);
  }
}
