package io.lull.cli;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The writer that most backups are of here. */
public final class Shop {
  public static final WriterId SHOP = new WriterId(FakeNode.HOST, "shop");
  public static final Volume DATA = new Volume(FakeNode.HOST, "/data");

  private Shop() {}

  /** Its orders can be chosen by themselves; these are only carried along. */
  public static WriterMetadata carrying(String... components) {
    return new WriterMetadata(
        SHOP,
        WriterLevel.FRONT_END,
        Duration.ofSeconds(45),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.STOP_RESTORE_START,
        Stream.concat(
                Stream.of(component("orders", true)),
                Stream.of(components).map(path -> component(path, false)))
            .toList(),
        List.of());
  }

  private static Component component(String path, boolean selectable) {
    return new Component(new ComponentId(SHOP, path), Set.of(DATA), selectable, true);
  }
}
