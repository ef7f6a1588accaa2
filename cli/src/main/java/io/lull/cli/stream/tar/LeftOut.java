package io.lull.cli.stream.tar;

import java.util.List;

/**
 * Pipes, sockets and devices, which have no content that could be read out.
 *
 * @param count how many there are
 * @param names the first of them
 */
public record LeftOut(int count, List<String> names) {
  private static final int SHOWN = 3;

  public LeftOut {
    names = List.copyOf(names);
    if (count < names.size() || count < 1) {
      throw new IllegalArgumentException(
          "expected as many as are named, or more, but got " + count + " and " + names.size());
    }
  }

  /** As people see it. */
  @Override
  public String toString() {
    return count
        + " pipes, sockets or devices: "
        + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + (count > SHOWN ? " and more, see manifest.json" : "");
  }
}
