package io.lull.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that has ended.
 *
 * @param exit its exit code
 * @param out what it said
 * @param err what it said on its other stream
 */
record Ran(int exit, String out, String err) {
  /** Runs it with nothing in its environment but this. */
  static Ran of(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      int exit = process.waitFor();
      return new Ran(exit, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Runs a tool of this machine. */
  static Ran of(String... command) throws IOException, InterruptedException {
    return of(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C"), List.of(command));
  }

  /** What it said, if all went well. */
  String good() {
    if (exit != 0) {
      throw new AssertionError("expected it to succeed, but: " + this);
    }
    return out;
  }
}
