package io.lull.writer.source.directory;

import io.lull.kernel.Name;
import io.lull.writer.source.tar.JsonName;
import io.lull.writer.source.tree.Tree;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pipes, sockets and devices, which have no content that could be read out.
 *
 * @param count how many there are
 * @param names the first of them
 */
record LeftOut(int count, List<Name> names) {
  static LeftOut of(Tree.Listing listing) {
    return new LeftOut(listing.leftOut(), listing.named());
  }

  /** The same for programs. */
  String json() {
    return "{\"count\": " + count + ", \"names\": " + quoted() + "}\n";
  }

  private String quoted() {
    return names.stream()
        .map(Name::bytes)
        .map(JsonName::of)
        .collect(Collectors.joining(",\n", "[", "]"));
  }

  @Override
  public String toString() {
    String more = count > names.size() ? " and more" : "";
    return count
        + " pipes, sockets and devices: "
        + names.stream().map(Name::bytes).map(JsonName::of).collect(Collectors.joining(", "))
        + more;
  }
}
