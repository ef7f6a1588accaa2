package io.lull.writer.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import io.lull.writer.source.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the marks of one instance outlive the process. */
public final class MarksFile {
  private final Path file;
  private Optional<Marks> written = Optional.empty();

  private MarksFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** The file of this instance, beside the one that counts the lives of its host. */
  public static MarksFile beside(Path lifeFile, InstanceId instance) {
    return new MarksFile(lifeFile.toAbsolutePath().resolveSibling("stream-" + instance + ".json"));
  }

  /**
   * What is known from earlier lives.
   *
   * @throws UncheckedIOException if there is something that cannot be read: without it logs could
   *     go that a database still needs
   */
  synchronized Marks read() {
    try {
      Marks marks =
          Files.exists(file) ? Wire.json().read(Files.readAllBytes(file), Marks.class) : Marks.NONE;
      written = Optional.of(marks);
      return marks;
    } catch (IOException unreadable) {
      throw unusable(unreadable);
    } catch (WireException damaged) {
      throw unusable(new IOException(damaged));
    }
  }

  private UncheckedIOException unusable(IOException why) {
    return new UncheckedIOException(
        "expected the marks of an instance in "
            + file
            + ", but could not read them; without the file its next stream has to be a full one",
        why);
  }

  /** Returns when the marks are durable; the file is the old one or the new one at any time. */
  synchronized void write(Marks marks) throws IOException {
    if (written.filter(marks::equals).isPresent()) {
      return;
    }
    written = Optional.empty();
    Files.createDirectories(file.resolveSibling("."));
    Durable.write(file, Wire.json().write(marks));
    written = Optional.of(marks);
  }
}
