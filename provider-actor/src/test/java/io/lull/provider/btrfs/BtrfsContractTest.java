package io.lull.provider.btrfs;

import io.lull.protocol.id.Volume;
import io.lull.provider.contract.ProviderContract;
import io.lull.provider.spi.Provider;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class BtrfsContractTest extends ProviderContract {
  @TempDir Path directory;
  private BtrfsFixture btrfs;

  @BeforeEach
  void mount() throws Exception {
    btrfs = new BtrfsFixture(directory);
  }

  @AfterEach
  void unmount() throws Exception {
    if (btrfs != null) {
      btrfs.close();
    }
  }

  @Override
  protected Provider provider() {
    return btrfs.provider();
  }

  @Override
  protected Volume volume(String name) throws Exception {
    return btrfs.subvolume(name);
  }

  @Override
  protected Volume foreign() throws Exception {
    return btrfs.directory("plain");
  }
}
