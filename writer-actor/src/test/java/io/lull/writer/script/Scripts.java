package io.lull.writer.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Programs in a place that only root can change, and the application that they freeze: it stands
 * still as long as the file {@code frozen} is beside them. What was called is in the file {@code
 * log}.
 */
public final class Scripts implements AutoCloseable {
  /** Freezes and thaws that application, and notes each call. */
  public static final String USUAL =
      """
      echo "$1" >> log
      case $1 in
        freeze) touch frozen;;
        thaw) rm -f frozen;;
      esac
      """;

  private final Path directory;

  private Scripts(Path directory) {
    this.directory = directory;
  }

  public static Scripts make() throws IOException {
    Real.needRoot();
    Path home = Path.of(System.getProperty("user.home"));
    return new Scripts(Files.createTempDirectory(home, ".lull-scripts").toRealPath());
  }

  public Path directory() {
    return directory;
  }

  /** Writes a script, which runs in the directory that it lies in. */
  public Path write(String name, String body) throws IOException {
    Path script = directory.resolve(name);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/sh\ncd \"" + directory + "\" || exit 9\n" + body);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  public boolean frozen() {
    return is("frozen");
  }

  public boolean is(String name) {
    return Files.exists(directory.resolve(name));
  }

  /** What was called, in its order. */
  public List<String> log() throws IOException {
    Path log = directory.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** The processes that carry a token; one that is dead already carries nothing. */
  public static List<String> processes(String token) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : all) {
        try {
          if (Files.readString(process.resolve("environ"), ISO_8859_1).contains(token)) {
            found.add(Files.readString(process.resolve("cmdline"), ISO_8859_1));
          }
        } catch (IOException gone) {
          // It ended meanwhile.
        }
      }
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    try (var all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
