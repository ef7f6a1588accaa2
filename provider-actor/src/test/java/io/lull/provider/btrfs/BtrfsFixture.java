package io.lull.provider.btrfs;

import static io.lull.kernel.test.LoopDevice.run;

import io.lull.kernel.test.LoopDevice;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.spi.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A btrfs file system of its own, and providers with copies on it. */
final class BtrfsFixture implements AutoCloseable {
  static final long SIZE = 128L << 20;

  final LoopDevice device;

  BtrfsFixture(Path directory) throws IOException {
    device = LoopDevice.make(directory, "btrfs", SIZE);
  }

  Provider provider(String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("kind", "btrfs"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return ProviderRegistry.installed().create(ProviderFixture.PROVIDER, all);
  }

  /** A new subvolume, by its path from the top of the file system. */
  Volume subvolume(String path) throws IOException {
    Path made = device.mount().resolve(path);
    run("btrfs", "subvolume", "create", "--", made.toString());
    return volume(path);
  }

  Volume directory(String path) throws IOException {
    Files.createDirectories(device.mount().resolve(path));
    return volume(path);
  }

  Volume volume(String path) {
    return new Volume(ProviderFixture.HOST, device.mount().resolve(path).toString());
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
