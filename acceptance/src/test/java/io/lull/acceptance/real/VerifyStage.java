package io.lull.acceptance.real;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.program.Ran;
import io.lull.writer.database.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A set whose copies can be written to, and somebody who asks whether it can be used. */
final class VerifyStage implements AutoCloseable {
  final RestoreStage stage;
  final Path scratch;
  Path volume;

  private VerifyStage(RestoreStage stage, Path scratch) {
    this.stage = stage;
    this.scratch = scratch;
  }

  static VerifyStage make() throws Exception {
    RestoreStage stage = RestoreStage.make();
    return new VerifyStage(
        stage, RealNode.passable(Files.createDirectory(stage.directory.resolve("scratch"))));
  }

  /** A directory for the data of a writer. */
  Path volume() throws Exception {
    volume = RealNode.passable(Files.createDirectory(stage.directory.resolve("volume")));
    return volume;
  }

  /** A set of what this writer speaks for. */
  String set(String writer) throws Exception {
    stage.start(
        "writers.db { %s }%nproviders.main { kind = copy, directory = \"%s\" }"
            .formatted(
                writer.replace("behind = alone/front, ", ""), stage.directory.resolve("copies")));
    return again();
  }

  /** Another set of the same. */
  String again() {
    return stage.made("--allow-fuzzy", "--writer", "db");
  }

  /** A set of the volume, for which nobody speaks. */
  String ofDirectory() throws Exception {
    stage.start(
        "providers.main { kind = copy, directory = \"%s\" }"
            .formatted(stage.directory.resolve("copies")));
    return stage.made("--allow-fuzzy", volume.toString());
  }

  Ran verify(String set, String... more) {
    return verify(Map.of(), set, more);
  }

  /** The same with this in the environment. */
  Ran verify(Map<String, String> environment, String set, String... more) {
    List<String> all = new ArrayList<>(List.of("verify", set, "--in", scratch.toString()));
    all.addAll(List.of(more));
    Ran typed = stage.lull(environment, all.toArray(String[]::new));
    nothingIsLeft(typed.toString());
    return typed;
  }

  /** No file of a verification and no process that could use one. */
  void nothingIsLeft(String after) {
    assertThat(servers()).as(after).isEmpty();
    assertThat(scratch).as(after).isEmptyDirectory();
  }

  /** The processes that work there. */
  List<ProcessHandle> servers() {
    return ProcessHandle.allProcesses().filter(this::worksThere).toList();
  }

  private boolean worksThere(ProcessHandle process) {
    try {
      String line =
          Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), ISO_8859_1);
      return line.contains(scratch + "/lull-verify-") && !line.contains("io.lull.cli");
    } catch (IOException gone) {
      return false;
    }
  }

  static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  /** The copy of a file of the volume. */
  Path copy(String name) throws IOException {
    try (Stream<Path> all = Files.walk(stage.directory.resolve("copies"))) {
      Optional<Path> found = all.filter(path -> path.endsWith(name)).findFirst();
      return found.orElseThrow(() -> new AssertionError("expected a copy of " + name));
    }
  }

  /** Overwrites some of the copy of a file with what nobody has written there. */
  void damage(String name, long at, int length) throws Exception {
    ServerProcess.run(
        List.of(
            "dd",
            "if=/dev/urandom",
            "of=" + copy(name),
            "bs=" + length,
            "seek=" + at / length,
            "count=1",
            "conv=notrunc"));
  }

  @Override
  public void close() throws IOException {
    stage.close();
  }
}
