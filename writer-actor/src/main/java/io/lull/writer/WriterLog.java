package io.lull.writer;

/** Where the lines go that a writer's machine wants logged. */
@FunctionalInterface
public interface WriterLog {
  /** Takes a line and returns at once. */
  void write(String line);
}
