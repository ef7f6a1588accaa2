package io.lull.node.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** The settings that a package installs. */
class ShippedSettingsTest {
  @Test
  void a_node_would_start_with_them() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    ExitCode result =
        ConfigTool.run(new String[] {"check", "src/main/dist/etc/lull.conf"}, out, out);
    assertThat(said.toString(UTF_8)).startsWith("the settings are good: host localhost");
    assertThat(result).isEqualTo(ExitCode.COMPLETED);
  }
}
