package io.lull.kernel.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: it is skipped without, unless {@code lull.real=required}. */
public final class Real {
  private Real() {}

  /**
   * Skips the test that calls it, or fails it, if something is not there.
   *
   * @param what is needed, in words that somebody who has it not can act upon
   */
  public static void need(String what, boolean there) {
    if ("required".equals(System.getProperty("lull.real"))) {
      Assertions.assertTrue(there, () -> "expected " + what + ", because nothing may be skipped");
    }
    Assumptions.assumeTrue(there, () -> "skipped, because it needs " + what);
  }

  public static void needRoot() {
    need("the rights of root", "root".equals(System.getProperty("user.name")));
  }

  public static void needCommand(String command) {
    need("the command " + command, command(command));
  }

  public static boolean command(String command) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }
}
