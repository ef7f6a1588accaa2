package io.lull.acceptance.program;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one user who has a node of his own for all of them. */
abstract class BesideServed {
  @TempDir static Path directory;
  static Served served;

  @BeforeAll
  static void start() throws Exception {
    served = Served.start(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    if (served != null) {
      served.close();
    }
  }

  static Ran lull(String... words) {
    return served.lull(words);
  }
}
