package io.lull.protocol.simulation;

import static java.util.stream.Collectors.joining;

import io.lull.protocol.docs.GeneratedDoc;
import io.lull.protocol.simulation.stream.StreamInvariants;
import org.junit.jupiter.api.Test;

class InvariantsDocTest {
  private static final String INTRODUCTION =
      """
      # Invariants

      What holds after every single step of every simulated run, whatever is lost, late, doubled,
      stopped or dead. `./sim --runs 1000` looks for a run in which one of them does not, and
      `./sim SEED` replays a run and prints its log.

      | invariant | promise |
      |---|---|
      """;

  private static final String STREAMS =
      """

      ## Streams

      The same for streams, with `./sim --streams --runs 1000` and `./sim --streams SEED`.

      | invariant | promise |
      |---|---|
      """;

  @Test
  void the_document_lists_every_invariant() {
    GeneratedDoc.check(
        "docs/protocol/invariants.md",
        INTRODUCTION
            + Invariants.all().stream()
                .map(each -> "| `" + each.name() + "` | " + each.promise() + " |\n")
                .collect(joining())
            + STREAMS
            + StreamInvariants.promises().stream()
                .map(each -> "| `" + each.name() + "` | " + each.promise() + " |\n")
                .collect(joining()));
  }
}
