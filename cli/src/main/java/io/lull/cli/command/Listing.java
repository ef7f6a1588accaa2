package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import picocli.CommandLine.Option;

/** Which of many things a command lists; the same for sessions of every kind. */
final class Listing {
  @Option(names = "--open", description = "Only those that are not over.")
  private boolean open;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  /** Where they are listed, below this path of a node. */
  String of(String path) {
    if (limit < 1) {
      throw Trouble.usage("expected --limit of at least 1, but got " + limit, "");
    }
    return path + "?limit=" + limit + (open ? "&open=true" : "");
  }
}
