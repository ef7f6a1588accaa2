package io.lull.provider.tree;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.marker;
import static io.lull.provider.tree.TreeProviderTest.SLOW;
import static io.lull.provider.tree.TreeProviderTest.below;
import static io.lull.provider.tree.TreeProviderTest.copy;
import static io.lull.provider.tree.TreeProviderTest.inside;
import static io.lull.provider.tree.TreeProviderTest.provider;
import static io.lull.provider.tree.TreeProviderTest.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.LoopDevice;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.spi.Provider;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left when a process dies while it copies. */
class TreeKillTest {
  @TempDir Path directory;

  /** Another process, which copies until it is killed. */
  static final class Copier {
    private Copier() {}

    public static void main(String[] arguments) throws Exception {
      Provider provider = provider(arguments[0], SLOW, "threads=1");
      Volume volume = volume(Path.of(arguments[1]));
      List<Marker> markers = List.of(marker(A, volume, false));
      provider.run(ProviderStep.BEGIN_PREPARE, markers, false);
      System.out.println("begun");
      provider.run(ProviderStep.END_PREPARE, markers, false);
      System.out.println("prepared");
    }
  }

  @ParameterizedTest
  @CsvSource({"reflink, xfs", "copy, xfs"})
  void what_a_killed_process_leaves_is_found_and_removed(String kind, String fs) throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, fs, 512L << 20)) {
      for (int i = 0; i < 20; i++) {
        Path inner = Files.createDirectory(device.mount().resolve("directory" + i));
        for (int k = 0; k < 300; k++) {
          Files.writeString(inner.resolve("file" + k), "content");
        }
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Copier.class.getName(),
                  kind,
                  device.mount().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Path store = device.mount().resolve(".lull/main");
      try (BufferedReader out = process.inputReader()) {
        assertThat(out.readLine()).isEqualTo("begun");
        while (below(store).stream().noneMatch(file -> file.contains("/pending/"))) {
          Thread.onSpinWait();
        }
        process.toHandle().destroyForcibly();
        assertThat(out.readLine()).isNull();
      }
      Volume volume = volume(device.mount());
      Provider provider = provider(kind, SLOW);
      assertThat(provider.copies()).containsExactly(marker(A, volume, false));
      // A removal that was cut short as well.
      Path copy = inside(store).getFirst();
      Files.createDirectories(store.resolve(copy.getFileName() + ".removed/pending/half"));
      assertThat(provider.copies()).hasSize(1);
      assertThat(inside(store)).containsExactly(copy);
      provider.discard(copy(volume));
      assertThat(below(store)).isEmpty();
      assertThat(provider.copies()).isEmpty();
    }
  }
}
