package io.lull.provider.exec;

import io.lull.kernel.command.CommandLine;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/** Refuses to start what others could have put into the place of a program. */
final class Programs {
  private static final Path OURSELVES = Path.of("/proc/self");
  private static final Integer ROOT = 0;

  private Programs() {}

  static void check(CommandLine command) throws IOException, ProviderException {
    Path program = Path.of(command.program());
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw refused(program, "a program that can be started", "there is none");
    }
    Map<String, Object> file = Files.readAttributes(program, "unix:uid,permissions");
    Object owner = file.get("uid");
    if (!ROOT.equals(owner) && !Files.getAttribute(OURSELVES, "unix:uid").equals(owner)) {
      throw refused(
          program, "a program of root or of the user of this process", "it is of " + owner);
    }
    if (file.get("permissions") instanceof Set<?> permissions
        && (permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE))) {
      throw refused(program, "a program that only its owner can change", "others can, too");
    }
  }

  private static ProviderException refused(Path program, String expected, String but) {
    return new ProviderException(
        Fault.expected(Failure.ACCESS_DENIED, expected + " at " + program, but));
  }
}
