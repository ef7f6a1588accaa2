package io.lull.provider.lvm;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** On LVM itself, where the kernel has it: not every machine can be given one. */
class LvmLiveTest extends ProviderContract {
  private static final String GROUP = "lulltest";

  @TempDir Path directory;
  private final List<Path> mounts = new ArrayList<>();
  private String device;

  @BeforeAll
  static void needs() {
    assumeTrue(
        Files.exists(Path.of("/dev/mapper/control"))
            && Files.exists(Path.of("/sys/module/dm_thin_pool")),
        "skipped, because the kernel has no device mapper with thin volumes");
    assumeTrue(Real.command("lvcreate"), "skipped, because there is no lvcreate");
  }

  @BeforeEach
  void make() throws IOException {
    Real.needRoot();
    Path image = directory.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(512 << 20);
    }
    device = run("losetup", "--find", "--show", image.toString()).strip();
    run("vgcreate", GROUP, device);
    run("lvcreate", "--type", "thin-pool", "-L", "256M", "-n", "pool", GROUP);
  }

  @AfterEach
  void remove() throws Exception {
    if (device != null) {
      for (var marker : provider().copies()) {
        provider().discard(marker.snapshot());
      }
      for (Path mount : mounts) {
        run("umount", mount.toString());
      }
      run("vgremove", "--force", "--yes", GROUP);
      run("pvremove", device);
      run("losetup", "--detach", device);
    }
  }

  @Override
  protected Provider provider() {
    return ProviderRegistry.installed()
        .create(
            ProviderFixture.PROVIDER,
            Map.of("kind", "lvm", "directory", directory.resolve("kept").toString()));
  }

  @Override
  protected Volume volume(String name) throws IOException {
    String made = "v" + mounts.size();
    run("lvcreate", "-V", "32M", "--thinpool", "pool", "-n", made, GROUP);
    run("mkfs.ext4", "-q", "/dev/" + GROUP + "/" + made);
    Path mount = Files.createDirectory(directory.resolve(name));
    run("mount", "/dev/" + GROUP + "/" + made, mount.toString());
    mounts.add(mount);
    return new Volume(ProviderFixture.HOST, mount.toString());
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
