package io.lull.writer.script;

import io.lull.protocol.id.WriterId;
import io.lull.writer.guard.Guards;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.Map;

/**
 * Makes writers that call programs.
 *
 * <pre>
 *   contract        qemu           or pair, held
 *   program         /etc/qemu/fsfreeze-hook: for qemu, called with freeze and thaw
 *   directory       /etc/qemu/fsfreeze-hook.d: for qemu, all executables of it in their order
 *   pre, post       for pair, the command lines that begin and end a hold
 *   held            for held, the command line that holds as long as its standard input is open
 *   volumes         /a, /b: the volumes that the data lies on
 *   components      data           names for it, with commas between them
 *   stops-writes    false          true if nobody can write while it holds; files if also nothing of
 *                                  the application changes a file
 *   level, behind   back-end, and host/name of the front end before it
 *   hold            60s            how long the application may stand still
 *   thaw-limit      10s            how long one program may take to let go
 *   run-directory   /run/lull      in memory, where the guard notes what is held
 *   pre-restore, post-restore      command lines around a restore
 * </pre>
 */
public final class ScriptWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return ScriptSettings.KIND;
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    ScriptSettings read = ScriptSettings.read(writer, settings);
    return new ScriptWriter(read, Guards.in(read.runDirectory()));
  }
}
