package io.lull.node.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether systemd understands every line of the units that Lull is shipped with. */
@Timeout(60)
class UnitsTest {
  private static final Path UNITS = Path.of("src/main/dist/lib/systemd");

  @TempDir Path directory;

  private String said(String service, String... dropIns) throws Exception {
    Real.needCommand("systemd-analyze");
    Path unit = directory.resolve("lull.service");
    // It looks for the programs too, and Lull need not be installed here.
    Files.writeString(unit, service.replace("/usr/bin/lull", "/bin/true"));
    Path beside = Files.createDirectories(directory.resolve("lull.service.d"));
    for (int i = 0; i < dropIns.length; i++) {
      Files.writeString(beside.resolve(i + ".conf"), dropIns[i]);
    }
    Process analyze =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(analyze.getInputStream().readAllBytes(), UTF_8);
    // What it does not know it only mentions.
    return analyze.waitFor() == 0 ? said : said + "refused";
  }

  private static String unit(String name) throws IOException {
    return Files.readString(UNITS.resolve(name));
  }

  @Test
  void systemd_has_nothing_to_say_about_the_service() throws Exception {
    assertThat(said(unit("lull.service"))).isEmpty();
  }

  @Test
  void systemd_has_nothing_to_say_about_the_service_without_privileges() throws Exception {
    assertThat(said(unit("lull.service"), unit("unprivileged.conf"))).isEmpty();
  }

  @Test
  void systemd_mentions_what_it_does_not_know() throws Exception {
    assertThat(said(unit("lull.service"), "[Service]\nWatchdogSecs=3\n")).contains("WatchdogSecs");
  }
}
