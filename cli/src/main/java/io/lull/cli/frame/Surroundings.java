package io.lull.cli.frame;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * All that a command sees of the process that it runs in.
 *
 * @param directory what paths that are typed are relative to
 */
public record Surroundings(
    Map<String, String> environment,
    Path directory,
    PrintStream out,
    PrintStream err,
    Terminal terminal) {
  public static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        environment,
        Path.of("").toAbsolutePath(),
        new Output(new FileOutputStream(FileDescriptor.out)),
        new Output(new FileOutputStream(FileDescriptor.err)),
        Terminal.ofProcess(environment));
  }

  /** A variable; one that is set to nothing counts as not set, as everywhere. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
