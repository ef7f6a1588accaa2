package io.lull.cli.shadow;

import io.lull.cli.FakeNode;
import io.lull.cli.Shop;
import io.lull.cli.Typed;
import io.lull.protocol.id.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node whose session keeps all the rules, and a writer with something to back up. */
abstract class ShadowStage {
  static final Volume LOGS = new Volume(FakeNode.HOST, "/logs");

  @TempDir Path directory;
  final FakeNode node = new FakeNode();

  @BeforeEach
  void shop() {
    node.told.writers.put(Shop.SHOP, Shop.carrying());
    node.places.put(Shop.DATA, "/copies/data");
  }

  @AfterEach
  void close() {
    node.close();
  }

  Typed script(String... lines) throws IOException {
    Files.writeString(directory.resolve("script"), String.join("\n", lines) + "\n");
    return Typed.at(node, directory, "shadow", "-s", "script");
  }
}
