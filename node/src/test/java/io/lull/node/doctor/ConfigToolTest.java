package io.lull.node.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigToolTest {
  @TempDir Path directory;

  @Test
  void noSecretIsShownWhereverItStands() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("lull.conf"),
            """
            lull {
              journal.postgres {
                url = "jdbc:postgresql://u:hunter1@db/lull?user=x&password=hunter2&ssl=true"
                password = hunter3
              }
              writers.cache { kind = test, components = "data:/data" }
            }
            """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    ExitCode exit =
        ConfigTool.run(new String[] {"show", file.toString()}, new PrintStream(out, true, UTF_8));

    assertThat(exit).isEqualTo(ExitCode.COMPLETED);
    assertThat(out.toString(UTF_8))
        .doesNotContain("hunter")
        .contains("lull.journal.postgres.password = \"(not shown)\"")
        .contains("jdbc:postgresql://u:(not shown)@db/lull?user=x&password=(not shown)&ssl=true")
        .contains("lull.api.own-token-file = \"data/api.token\"");
  }
}
