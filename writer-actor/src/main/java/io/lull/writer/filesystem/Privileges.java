package io.lull.writer.filesystem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel lets this process do, and so the guard that it starts. */
final class Privileges {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String EFFECTIVE = "CapEff:";
  private static final int SYS_ADMIN = 21;

  private Privileges() {}

  /** Refuses to go on without the one right that a freeze takes. */
  static void check(WriterId writer) throws WriterException {
    try {
      for (String line : Files.readString(STATUS, ISO_8859_1).split("\n")) {
        if (line.startsWith(EFFECTIVE) && !has(line.substring(EFFECTIVE.length()))) {
          throw new WriterException(
              Fault.expected(
                  Failure.ACCESS_DENIED,
                  "the right CAP_SYS_ADMIN for " + writer,
                  "the node lacks it; run it as root, or give its service this capability"));
        }
      }
    } catch (IOException unreadable) {
      throw new WriterException(
          Fault.expected(
              Failure.WRITER_INFRASTRUCTURE,
              "to read " + STATUS,
              unreadable.getMessage() + "; mount /proc for the node"));
    }
  }

  static boolean has(String mask) {
    return (Long.parseUnsignedLong(mask.strip(), 16) >> SYS_ADMIN & 1) == 1;
  }
}
