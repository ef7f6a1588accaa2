package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.lull.protocol.catalogue.SetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that finds copies of which its journal knows nothing. */
class LostJournalTest {
  @TempDir Path directory;

  @Test
  void aJournalThatIsLostTakesNoSetsWithItAndKeepsNobodyFromMakingNewOnes() throws IOException {
    Config settings = NodeTest.settings(directory, "");
    try (LullNode node = LullNode.start(settings)) {
      NodeTest.awaitHost(node);
      NodeTest.lasting(node);
    }
    List<Path> kept = copies();
    assertThat(kept).isNotEmpty();
    for (String file : List.of("journal.db", "journal.db-wal", "journal.db-shm")) {
      Files.deleteIfExists(directory.resolve(file));
    }
    try (LullNode node = LullNode.start(settings)) {
      NodeTest.awaitHost(node);
      assertThat(NodeTest.lasting(node).state()).isEqualTo(SetState.CERTIFIED);
    }
    assertThat(copies()).containsAll(kept).hasSizeGreaterThan(kept.size());
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("copies"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("diary.jsonl"))
          .toList();
    }
  }
}
