package io.lull.provider.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.provider.ProviderFixture;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.spi.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Programs that print what the real ones printed, and note how they were called. */
public final class Recorded {
  private final Path directory;

  public Recorded(Path directory) {
    this.directory = directory;
  }

  /** What was recorded in a file below the resources. */
  public static String text(String resource) throws IOException {
    try (InputStream in = Recorded.class.getResourceAsStream("/" + resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** A file that a program can print. */
  public String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  /** Makes a program of the lines of a shell, which is called with the arguments. */
  public Recorded program(String name, String body) throws IOException {
    Path programs = Files.createDirectories(directory.resolve("programs"));
    Path program = programs.resolve(name);
    Files.writeString(
        program, "#!/bin/sh\necho " + name + " \"$*\" >> '" + log() + "'\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  public Provider provider(String kind) {
    return ProviderRegistry.installed()
        .create(
            ProviderFixture.PROVIDER,
            Map.of(
                "kind", kind,
                "directory", directory.resolve("kept").toString(),
                "programs", directory.resolve("programs").toString()));
  }

  /** Where copies are reached. */
  public Path places() {
    return directory.resolve("kept/copies");
  }

  /** How the programs were called since the last time. */
  public List<String> calls() throws IOException {
    List<String> calls = Files.readAllLines(log());
    Files.delete(log());
    return calls;
  }

  private Path log() {
    return directory.resolve("log");
  }
}
