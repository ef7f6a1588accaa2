package io.lull.cli.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.value.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Runs the tools that every Linux has for trees of files: they know of owners, links, holes,
 * extended attributes and clones what Java does not.
 */
public final class Tool {
  private static final int SAID_MAX = 400;

  private Tool() {}

  /** Copies a directory with all that is in it, and follows no link. */
  static void copy(Path from, Path to, Runnable check, LongConsumer copied) throws IOException {
    run(
        List.of("cp", "-a", "--reflink=auto", "-T", "--", from.toString(), to.toString()),
        check,
        copied);
  }

  /** Removes a tree, and nothing that is mounted in it. */
  public static void remove(Path tree) throws IOException {
    run(List.of("rm", "-rf", "--one-file-system", "--", tree.toString()), () -> {}, _ -> {});
  }

  /** Brings everything on the file system of a path to the disk. */
  public static void sync(Path path) throws IOException {
    run(List.of("sync", "-f", "--", path.toString()), () -> {}, _ -> {});
  }

  private static void run(List<String> command, Runnable check, LongConsumer written)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    Path said = Files.createTempFile("lull", "said");
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();
    try {
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        check.run();
        written.accept(written(process));
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.getFirst() + " says: " + first(said));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException(command.getFirst() + " was interrupted", ended);
    } finally {
      stop(process);
      Files.deleteIfExists(said);
    }
  }

  /** Ends a tool that nobody wants any more, and waits until it writes no more. */
  private static void stop(Process process) {
    process.destroy();
    boolean interrupted = Thread.interrupted();
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String first(Path said) throws IOException {
    byte[] all = Files.readAllBytes(said);
    String text = new String(all, 0, Math.min(all.length, SAID_MAX), UTF_8).strip();
    return Visible.of(text.lines().findFirst().orElse("nothing"));
  }

  /** How much a process has written so far, as far as the kernel tells. */
  private static long written(Process process) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/io")).stream()
          .filter(line -> line.startsWith("wchar: "))
          .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length()).strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
