package io.lull.provider.exec;

import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.provider.contract.ProviderContract;
import io.lull.provider.spi.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ExecContractTest extends ProviderContract {
  @TempDir Path directory;
  private Scripts scripts;

  @BeforeEach
  void write() throws IOException {
    scripts = new Scripts(directory);
  }

  @Override
  protected Provider provider() {
    return scripts.provider();
  }

  @Override
  protected Volume volume(String name) throws IOException {
    Path made = Files.createDirectories(directory.resolve("volumes").resolve(name));
    return new Volume(ProviderFixture.HOST, made.toString());
  }

  @Override
  protected Volume foreign() throws IOException {
    Volume plain = volume("plain");
    Files.createFile(Path.of(plain.path(), ".plain"));
    return plain;
  }

  /** Its markers lie on a disk that may stand still in the window. */
  @Override
  protected boolean keepsMarkersInTheWindow() {
    return false;
  }
}
