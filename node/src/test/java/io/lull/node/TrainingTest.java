package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the start-up cache is trained with. */
class TrainingTest {
  @TempDir Path directory;

  @Test
  void aNodeStartsTakesBackupsAndStops() throws IOException, InterruptedException {
    assertThat(Training.run(directory)).isEmpty();
    assertThat(directory.resolve("journal.db")).isNotEmptyFile();
  }
}
