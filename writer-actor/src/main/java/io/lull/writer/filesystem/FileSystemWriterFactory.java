package io.lull.writer.filesystem;

import io.lull.protocol.id.WriterId;
import io.lull.writer.guard.Guards;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.Map;

/**
 * Makes writers for mounted file systems.
 *
 * <pre>
 *   mount           /srv/data     where it is mounted
 *   components      files         names for what lies on it, with commas between them
 *   level           system        or back-end, front-end; what lies in an image needs an earlier
 *                                 one than the file system with the image
 *   hold            60s           how long it may stand still
 *   run-directory   /run/lull     in memory, where the guard notes what is frozen
 * </pre>
 */
public final class FileSystemWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return "filesystem";
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    FileSystemSettings read = FileSystemSettings.read(writer, settings);
    return new FileSystemWriter(read.metadata(), read.mount(), Guards.in(read.runDirectory()));
  }
}
