package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A set of one component, what has become of it since, and somebody who restores. */
abstract class RestoreScene {
  static final SetId SET = new SetId("set-1");
  static final WriterId SHOP = new WriterId(FakeNode.HOST, "shop");
  static final ComponentId ORDERS = new ComponentId(SHOP, "orders");

  @TempDir Path temporary;
  Path directory;
  Path live;
  Path copy;
  final FakeNode node = new FakeNode();
  final Map<WriterId, SavedWriter> saved = new HashMap<>();
  final List<CopyView> copies = new ArrayList<>();

  @BeforeEach
  void backup() throws IOException {
    directory = temporary.toRealPath();
    live = Files.createDirectory(directory.resolve("live"));
    copy = Files.createDirectory(directory.resolve("copy"));
    Files.writeString(copy.resolve("orders"), "good");
    Files.writeString(live.resolve("orders"), "damaged");
    Files.writeString(live.resolve("orders-wal"), "of the damaged");
    add(ORDERS, live, copy, RestoreMethod.STOP_RESTORE_START);
  }

  @AfterEach
  void close() {
    node.close();
  }

  void add(ComponentId component, Path at, Path from, RestoreMethod method) {
    Volume volume = new Volume(component.writer().host(), at.toString());
    WriterMetadata metadata =
        new WriterMetadata(
            component.writer(),
            WriterLevel.BACK_END,
            Duration.ofSeconds(45),
            HoldKind.APPLICATION,
            Optional.empty(),
            method,
            List.of(new Component(component, Set.of(volume), true, true)),
            List.of());
    saved.put(component.writer(), new SavedWriter(metadata, Set.of(component), Set.of(component)));
    node.restore.writers.put(component.writer(), metadata);
    copies.add(
        new CopyView(
            new SnapshotId(SET, volume),
            new ProviderId(FakeNode.HOST, "main"),
            Optional.of(from.toString())));
  }

  Typed restore(String... args) {
    return run("restore", args);
  }

  /** Types a command that is about the set. */
  Typed run(String command, String... args) {
    String set = "/v1/sets/" + SET;
    node.values.put(
        set + "/document", new BackupDocument(SET, BackupType.COPY, false, Map.copyOf(saved)));
    node.values.put(set + "/copies", new Copies(SET, copies));
    List<String> all = new ArrayList<>(List.of(command, SET.name()));
    all.addAll(List.of(args));
    return Typed.at(node, directory, all.toArray(String[]::new));
  }

  FileRestoreStatus told() {
    return node.restore.verbs.stream()
        .filter(RestoreInput.SetFileRestoreStatus.class::isInstance)
        .map(verb -> ((RestoreInput.SetFileRestoreStatus) verb).status())
        .findFirst()
        .orElseThrow();
  }

  void isUntouched() {
    assertThat(live.resolve("orders")).hasContent("damaged");
    assertThat(live.resolve("orders-wal")).hasContent("of the damaged");
    assertThat(live.resolve(".lull-restore")).doesNotExist();
  }

  String orders() {
    try {
      return Files.readString(live.resolve("orders"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
