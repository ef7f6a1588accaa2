package io.lull.acceptance.cluster;

import io.lull.protocol.writer.WriterStep;
import io.lull.writer.test.Diary.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What truly happened to a writer, as it wrote it down itself. */
record WriterDiary(List<Line> lines) {
  /** One line of it; the set is {@code -} where the writer was not told. */
  record Line(long nanos, What what, WriterStep step, String set, String token) {
    static Line of(String text) {
      String[] words = text.split(" ", -1);
      return new Line(
          Long.parseLong(words[0]),
          What.valueOf(words[1]),
          WriterStep.valueOf(words[2]),
          words[3],
          words[4]);
    }
  }

  /** A line that was being written when the process was killed has no end and does not count. */
  static WriterDiary read(Path file) {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      return new WriterDiary(
          text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Line::of).toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  WriterDiary ofSet(String set) {
    return new WriterDiary(lines.stream().filter(line -> line.set().equals(set)).toList());
  }

  long count(What what, WriterStep step) {
    return lines.stream().filter(line -> line.what() == what && line.step() == step).count();
  }

  /** How often a step was called. */
  long calls(WriterStep step) {
    return count(What.CALLED, step);
  }

  /** Whether the application stands still at the end of it. */
  boolean standsStill() {
    return count(What.STANDS_STILL, WriterStep.FREEZE) != count(What.RUNS_AGAIN, WriterStep.THAW);
  }
}
