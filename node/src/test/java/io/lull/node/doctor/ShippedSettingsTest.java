package io.lull.node.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that a package installs. */
class ShippedSettingsTest {
  private static final Path SHIPPED = Path.of("src/main/dist/etc/lull.conf");

  @TempDir Path directory;

  private static String checked(Path settings) throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    ExitCode result = ConfigTool.run(new String[] {"check", settings.toString()}, out, out);
    assertThat(result).as(said.toString(UTF_8)).isEqualTo(ExitCode.COMPLETED);
    return said.toString(UTF_8);
  }

  @Test
  void a_node_would_start_with_them() throws Exception {
    assertThat(checked(SHIPPED)).startsWith("the settings are good: host localhost");
  }

  @Test
  void a_node_would_start_with_their_examples_too() throws Exception {
    String examples = Files.readString(SHIPPED).replaceAll("(?m)^( +)# (?=\\S+ [{=])", "$1");
    Path settings = Files.writeString(directory.resolve("lull.conf"), examples);
    assertThat(checked(settings))
        .startsWith("the settings are good: host db1")
        .contains("writers 1, providers 1");
  }
}
