package io.lull.provider.zfs;

import static io.lull.kernel.test.LoopDevice.run;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lull.kernel.test.Real;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.contract.ProviderContract;
import io.lull.provider.spi.Provider;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** On ZFS itself, where the kernel has it: not every machine can be given one. */
class ZfsLiveTest extends ProviderContract {
  private static final String POOL = "lulltest";

  @TempDir Path directory;
  private boolean made;
  private int volumes;

  @BeforeAll
  static void needs() {
    assumeTrue(Files.exists(Path.of("/dev/zfs")), "skipped, because the kernel has no ZFS");
    assumeTrue(Real.command("zpool"), "skipped, because there is no zpool");
  }

  @BeforeEach
  void make() throws IOException {
    Real.needRoot();
    Path image = directory.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(256 << 20);
    }
    run("zpool", "create", "-m", "none", POOL, image.toString());
    made = true;
  }

  @AfterEach
  void remove() throws IOException {
    if (made) {
      run("zpool", "destroy", "-f", POOL);
    }
  }

  @Override
  protected Provider provider() {
    return ProviderRegistry.installed()
        .create(
            ProviderFixture.PROVIDER,
            Map.of("kind", "zfs", "directory", directory.resolve("kept").toString()));
  }

  @Override
  protected Volume volume(String name) throws IOException {
    Path place = directory.resolve(name);
    run("zfs", "create", "-o", "mountpoint=" + place, POOL + "/v" + volumes++);
    return new Volume(ProviderFixture.HOST, place.toString());
  }

  @Override
  protected Volume foreign() {
    return new Volume(ProviderFixture.HOST, directory.toString());
  }

  @Override
  protected boolean keepsMarkersInTheWindow() {
    return false;
  }
}
