package io.lull.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Real;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The package for Debian. */
@Timeout(1200)
class DebIT {
  private static final Path SCRIPTS = Path.of("src/test/scripts").toAbsolutePath();

  private static Path deb;

  @BeforeAll
  static void find() throws Exception {
    Real.needCommand("dpkg-deb");
    deb = Built.deb();
  }

  @Test
  void everything_in_it_belongs_to_root_and_is_closed_to_the_pens_of_others() throws Exception {
    List<String> entries = Ran.of("dpkg-deb", "-c", deb.toString()).good().lines().toList();
    assertThat(entries).hasSizeGreaterThan(100).allMatch(line -> line.contains(" root/root "));
    assertThat(entries).allMatch(line -> line.matches("[-d]rw[x-]r-[x-]r-[x-] .*|l.*"));
  }

  /** It takes five minutes and more. */
  @Test
  @Tag("full")
  void it_is_installed_upgraded_removed_and_purged_and_leaves_nothing_frozen() throws Exception {
    Real.needRoot();
    for (String command : List.of("unshare", "ip", "systemd-analyze", "man")) {
      Real.needCommand(command);
    }
    Ran.of(SCRIPTS.resolve("try-deb").toString(), deb.toString()).good();
  }
}
