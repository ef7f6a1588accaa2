package io.lull.writer.filesystem;

import io.lull.kernel.OwnProcess;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.WriterException;
import java.io.IOException;

/** What the kernel lets this process do, and so the guard that it starts. */
final class Privileges {
  private Privileges() {}

  /** Refuses to go on without the one right that a freeze takes. */
  static void check(WriterId writer) throws WriterException {
    try {
      if (!OwnProcess.isAdministrator()) {
        throw new WriterException(
            Fault.expected(
                Failure.ACCESS_DENIED,
                "the right CAP_SYS_ADMIN for " + writer,
                "the node lacks it; run it as root, or give its service this capability"));
      }
    } catch (IOException unreadable) {
      throw new WriterException(
          Fault.expected(
              Failure.WRITER_INFRASTRUCTURE,
              "to read what this process may do",
              unreadable.getMessage() + "; mount /proc for the node"));
    }
  }
}
