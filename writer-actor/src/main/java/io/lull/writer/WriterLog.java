package io.lull.writer;

import io.lull.cluster.config.log.Subject;

/** Where the lines go that a writer's machine wants logged. */
@FunctionalInterface
public interface WriterLog {
  /** Takes a line on what went wrong and returns at once. */
  void write(String line);

  /** The same for what went wrong with a set. */
  default void write(Subject about, String line) {
    write(line);
  }

  /** Takes a line on what went as it should, and returns at once; it may be thrown away. */
  default void note(Subject about, String line) {}
}
