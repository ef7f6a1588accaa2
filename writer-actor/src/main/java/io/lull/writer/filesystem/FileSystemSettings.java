package io.lull.writer.filesystem;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.database.WriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a writer for a file system is told. */
record FileSystemSettings(WriterMetadata metadata, String mount, Path runDirectory) {
  private static final List<String> KNOWN =
      List.of("mount", "components", "level", "hold", "run-directory");

  static FileSystemSettings read(WriterId writer, Map<String, String> settings) {
    WriterSettings read = WriterSettings.withoutServer("filesystem", writer, settings, KNOWN);
    String mount =
        read.text("mount")
            .orElseThrow(
                () -> read.bad("a mount", "none; name the place where the file system is mounted"));
    Set<Volume> volumes = Set.of(new Volume(writer.host(), mount));
    WriterMetadata metadata =
        new WriterMetadata(
            writer,
            read.level("system"),
            read.time("hold", Duration.ofSeconds(60)),
            HoldKind.FILESYSTEM,
            Optional.empty(),
            RestoreMethod.RESTORE_IF_CAN_REPLACE,
            read.components("files").stream()
                .map(id -> new Component(id, volumes, true, true))
                .toList(),
            List.of());
    return new FileSystemSettings(metadata, mount, read.runDirectory());
  }
}
