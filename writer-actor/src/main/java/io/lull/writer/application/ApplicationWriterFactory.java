package io.lull.writer.application;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.database.WriterSettings;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes the writer of an application; handed to the node that the application starts.
 *
 * <pre>
 *   volumes         /a, /b   the volumes that its own data lies on; none if others keep all of it
 *   hold            30s      how long it may stand still
 *   level, behind            front-end, and host/name of the front end before it
 * </pre>
 *
 * @param kind the name by which the configuration asks for it
 */
public record ApplicationWriterFactory(String kind, Turnstile turnstile) implements WriterFactory {
  private static final List<String> KNOWN = List.of("volumes", "hold", "level", "behind");

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    WriterSettings read = WriterSettings.withoutServer(kind, writer, settings, KNOWN);
    Component data =
        new Component(new ComponentId(writer, "data"), Sorted.set(read.volumes()), true, true);
    return new ApplicationWriter(
        new WriterMetadata(
            writer,
            read.level("front-end"),
            read.time("hold", Duration.ofSeconds(30)),
            HoldKind.APPLICATION_AND_FILES,
            read.behind(),
            RestoreMethod.STOP_RESTORE_START,
            List.of(data),
            List.of()),
        turnstile);
  }
}
