package io.lull.writer.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who is killed when the machine is short of memory: this process last, and what it starts not. */
final class LastKilled {
  private static final Path SCORE = Path.of("/proc/self/oom_score_adj");
  private static final String NEVER = "-1000";
  private static final String USUAL = "0";

  private LastKilled() {}

  /** Starts a process. */
  @FunctionalInterface
  interface Start<T> {
    T start() throws IOException;
  }

  /** Asks the kernel to spare this process. */
  static void spareThis() {
    try {
      Files.writeString(SCORE, NEVER);
    } catch (IOException notAllowed) {
      // The node thaws when this process is killed; it is only better not to be.
    }
  }

  /**
   * A process inherits what this one has asked for, and a server that a program starts would have
   * it for ever. So for the moment of the start this one asks for nothing.
   */
  static synchronized <T> T startAsOthers(Start<T> start) throws IOException {
    if (!spared()) {
      return start.start();
    }
    Files.writeString(SCORE, USUAL);
    try {
      return start.start();
    } finally {
      spareThis();
    }
  }

  private static boolean spared() throws IOException {
    return Files.exists(SCORE) && Files.readString(SCORE).strip().equals(NEVER);
  }
}
