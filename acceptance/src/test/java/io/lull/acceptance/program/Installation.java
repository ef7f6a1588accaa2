package io.lull.acceptance.program;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.lull.cli.Program;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.Wire;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine;

/**
 * Lull as it is installed: the launchers that are shipped, and beside them all that this test runs
 * on, so that nothing has to be packed first.
 *
 * @param home where {@code bin} and {@code lib} are
 */
public record Installation(Path home) implements AutoCloseable {
  /** What the launcher picks out by name for commands that have to start soon. */
  private static final Map<String, Class<?>> PARTS =
      Map.of(
          "cli", Program.class,
          "protocol", ExitCode.class,
          "wire", Wire.class,
          "picocli", CommandLine.class,
          "jackson-core", JsonFactory.class,
          "jackson-dataformat-cbor", CBORFactory.class,
          "jspecify", NullMarked.class);

  /** The same of what has no class that is known here. */
  private static final List<String> NAMES =
      List.of("zstd-jni-", "jagged-api-", "jagged-framework-", "jagged-x25519-", "jagged-bech32-");

  public static Installation in(Path directory) throws IOException {
    return in(directory, _ -> true);
  }

  /** One of which parts are missing. */
  static Installation in(Path directory, Predicate<Path> has) throws IOException {
    Path shipped = Path.of(System.getProperty("lull.root"), "node", "src", "main", "dist");
    Path home = Files.createDirectories(directory);
    copy(shipped.resolve("bin"), home.resolve("bin"));
    copy(shipped.resolve("lib"), home.resolve("lib"));
    Path lib = home.resolve("lib");
    for (Map.Entry<String, Class<?>> part : PARTS.entrySet()) {
      // To the virtual machine a directory is one, whatever it is called.
      Files.createSymbolicLink(lib.resolve(part.getKey() + "-0.jar"), origin(part.getValue()));
    }
    List<Path> others = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (Files.exists(path) && !isOfTests(path) && has.test(path)) {
        others.add(path);
      }
    }
    for (int i = 0; i < others.size(); i++) {
      String name = others.get(i).getFileName().toString();
      if (NAMES.stream().anyMatch(name::startsWith)) {
        Files.createSymbolicLink(lib.resolve(name), others.get(i));
      }
      Files.createSymbolicLink(lib.resolve("z-%03d.jar".formatted(i)), others.get(i));
    }
    return new Installation(home);
  }

  /** What only tests have would not be installed, and has a log of its own. */
  private static boolean isOfTests(Path part) {
    String name = part.getFileName().toString();
    return name.endsWith("test-classes") || name.endsWith("-test") || name.endsWith("-tests.jar");
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).normalize();
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Takes the links away, behind which lies what others need. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> links = Files.list(home.resolve("lib"))) {
      for (Path link : links.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  Path program() {
    return home.resolve("bin").resolve("lull");
  }
}
