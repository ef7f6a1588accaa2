package io.lull.cli.shadow;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program of the user's: its words as they stand, and the aliases in its environment. */
final class Execution {
  private final List<String> words;
  private final Map<String, String> aliases;
  private final Path directory;
  private volatile @Nullable Process running;

  Execution(List<String> words, Map<String, String> aliases, Path directory) {
    this.words = words;
    this.aliases = aliases;
    this.directory = directory;
  }

  /** Runs it to its end; one that fails is a trouble with its status. */
  void run() {
    int status = status();
    if (status != 0) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected " + words.getFirst() + " to succeed, but its status is " + status,
          "");
    }
  }

  private int status() {
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO().directory(directory.toFile());
    builder.environment().putAll(aliases);
    try {
      Process process = builder.start();
      running = process;
      return process.waitFor();
    } catch (IOException none) {
      throw Trouble.usage(
          "expected a program that can be run, but '" + words.getFirst() + "' cannot",
          "It is run as it stands, without a shell");
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      stop();
      return 1;
    } finally {
      running = null;
    }
  }

  /** Asks it to end, if it runs. */
  void stop() {
    Process process = running;
    if (process != null) {
      process.destroy();
    }
  }
}
