package io.lull.cli.shadow;

import io.lull.cli.FakeNode;
import io.lull.cli.Typed;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node whose session keeps all the rules, and a writer with something to back up. */
abstract class ShadowStage {
  static final WriterId SHOP = new WriterId(FakeNode.HOST, "shop");
  static final Volume DATA = new Volume(FakeNode.HOST, "/data");
  static final Volume LOGS = new Volume(FakeNode.HOST, "/logs");

  @TempDir Path directory;
  final FakeNode node = new FakeNode();

  @BeforeEach
  void shop() {
    node.told.writers.put(
        SHOP,
        new WriterMetadata(
            SHOP,
            WriterLevel.FRONT_END,
            Duration.ofSeconds(45),
            HoldKind.APPLICATION,
            Optional.empty(),
            RestoreMethod.STOP_RESTORE_START,
            List.of(new Component(new ComponentId(SHOP, "orders"), Set.of(DATA), true, true)),
            List.of()));
    node.places.put(DATA, "/copies/data");
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
