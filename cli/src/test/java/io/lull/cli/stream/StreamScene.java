package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.FakeStreams;
import io.lull.cli.Typed;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.session.StreamVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A shop that can be streamed, a directory for its backups, and somebody who types commands. */
abstract class StreamScene {
  static final DatabaseId ORDERS = new DatabaseId("orders");
  static final String SHOP = "a/shop";

  @TempDir Path temporary;
  Path directory;
  Path backups;
  final FakeNode node = new FakeNode();
  final FakeStreams streams = node.streams;

  @BeforeEach
  void shop() throws IOException {
    directory = temporary.toRealPath();
    backups = directory.resolve("backups");
    streams.databases.put(ORDERS, orders());
    streams.logs.put(1L, Tars.tar().file("log/1", "one").end());
    streams.logs.put(2L, Tars.tar().file("log/2", "two").end());
    streams.start();
  }

  @AfterEach
  void close() {
    node.close();
  }

  /** A little more than three blocks. */
  static byte[] orders() {
    return Tars.tar()
        .directory("base", 0700)
        .file("base/orders", content(3 * FakeStreams.BLOCK + 4711, 1))
        .file("version", "15")
        .end();
  }

  static byte[] content(int size, long seed) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    // Half of it can be compressed.
    Arrays.fill(content, 0, size / 2, (byte) 'x');
    return content;
  }

  Typed type(String... args) {
    return Typed.at(node, directory, args);
  }

  Typed stream(String... more) {
    List<String> args = new ArrayList<>(List.of("stream", SHOP, "--to", "backups"));
    args.addAll(List.of(more));
    return type(args.toArray(String[]::new));
  }

  Typed good(Typed typed) {
    assertThat(typed.exit()).as(typed.err() + typed.out()).isZero();
    return typed;
  }

  /** The directories of backups, finished or not. */
  List<Path> kept() throws IOException {
    if (!Files.exists(backups)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(backups)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  Path only() throws IOException {
    assertThat(kept()).hasSize(1);
    return kept().getFirst();
  }

  /** A full backup, and an incremental one that builds on it; says where the full one is. */
  Path fullAndIncremental() throws IOException {
    good(stream());
    Path full = only();
    streams.logs.put(3L, Tars.tar().file("log/3", "three").end());
    good(stream("--incremental"));
    return full;
  }

  List<String> called() {
    return streams.verbs.stream()
        .map(
            verb ->
                verb instanceof StreamVerb.PassOn(StreamInput.OfSession call)
                    ? call.getClass().getSimpleName()
                    : verb.getClass().getSimpleName())
        .toList();
  }

  SessionId session(Path backup) {
    return new SessionId(String.valueOf(backup.getFileName()));
  }

  /** Everything below a directory: what it is, who may use it, and what is in it. */
  static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(each -> !each.equals(root)).toList()) {
        String name = root.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          tree.put(name, "-> " + Files.readSymbolicLink(path));
        } else {
          String mode =
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
          tree.put(
              name,
              mode
                  + (Files.isDirectory(path)
                      ? "/"
                      : " " + Arrays.hashCode(Files.readAllBytes(path))));
        }
      }
    }
    return tree;
  }
}
