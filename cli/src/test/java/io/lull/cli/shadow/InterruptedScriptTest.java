package io.lull.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.HeldCreation;
import io.lull.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script whose process is told to end while its set is being made. */
class InterruptedScriptTest {
  @TempDir Path directory;

  @Test
  void undoes_what_was_begun_before_it_ends() throws Exception {
    Files.writeString(
        directory.resolve("script"), "begin backup\nadd volume /data\ncreate\nend backup\n");
    try (FakeNode node = new FakeNode()) {
      HeldCreation creation = new HeldCreation(node);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "--node",
                  node.url(),
                  "shadow",
                  "-s",
                  "script")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              // Not a pipe, which is closed with the process that is told to end.
              .redirectOutput(directory.resolve("said").toFile())
              .start();
      try {
        assertThat(creation.asked.await(120, TimeUnit.SECONDS)).isTrue();

        process.destroy();
        assertThat(creation.undoing.await(120, TimeUnit.SECONDS)).isTrue();
        creation.goOn();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(directory.resolve("said"));
        assertThat(process.exitValue()).as(said).isEqualTo(10);
        assertThat(node.called())
            .contains("AbortBackup")
            .endsWith("Release")
            .doesNotContain("BackupComplete");
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
