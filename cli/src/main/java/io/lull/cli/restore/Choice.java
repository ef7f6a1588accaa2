package io.lull.cli.restore;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What of a set somebody wants, as it is typed wherever a set is taken out. */
public final class Choice {
  @Option(
      names = "--component",
      paramLabel = "C",
      description =
          "Only this, as WRITER#COMPONENT or all of a WRITER, with HOST/ before it if it is not of"
              + " the node's host; can be said again. Unless said: everything.")
  private List<String> components = new ArrayList<>();

  public List<String> components() {
    return components;
  }
}
