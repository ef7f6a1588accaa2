package io.lull.writer.source.directory;

import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.writer.source.tar.JsonName;
import io.lull.writer.source.tree.TreeEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of what is not as it was listed. */
final class Changes {
  private final Set<Name> names = new HashSet<>();

  synchronized void add(Name name) {
    names.add(name);
  }

  synchronized void compare(TreeEntry pinned, TreeEntry now) {
    boolean same =
        pinned.type() == FileType.DIRECTORY ? pinned.sameDirectoryAs(now) : pinned.sameAs(now);
    if (!same) {
      names.add(pinned.path());
    }
  }

  /** Finds what differs, what is gone, and what is new. */
  synchronized void compare(List<TreeEntry> pinned, List<TreeEntry> now) {
    Map<Name, TreeEntry> left = new HashMap<>(now.size() * 2);
    now.forEach(entry -> left.put(entry.path(), entry));
    for (TreeEntry entry : pinned) {
      TreeEntry found = left.remove(entry.path());
      if (found == null) {
        names.add(entry.path());
      } else {
        compare(entry, found);
      }
    }
    names.addAll(left.keySet());
  }

  /** A JSON array of them. */
  synchronized String json() {
    StringBuilder json = new StringBuilder("[");
    names.stream()
        .map(Name::bytes)
        .sorted(Arrays::compareUnsigned)
        .forEach(name -> json.append(json.length() == 1 ? "\n" : ",\n").append(JsonName.of(name)));
    return json.append(json.length() == 1 ? "]\n" : "\n]\n").toString();
  }
}
