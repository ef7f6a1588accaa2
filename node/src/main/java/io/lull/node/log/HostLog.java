package io.lull.node.log;

import io.lull.cluster.config.log.Subject;
import io.lull.protocol.failure.Fault;
import io.lull.provider.QuietLog;
import io.lull.writer.WriterLog;

/**
 * Sends the lines of a host's providers the way of its writers' lines: the log may lie on what
 * stands still there.
 */
public record HostLog(WriterLog lines) implements QuietLog {
  @Override
  public void note(String about, Fault fault) {
    lines.write(about + ": " + fault);
  }

  @Override
  public void note(Subject set, String about, Fault fault) {
    lines.write(set, about + ": " + fault);
  }

  @Override
  public void went(Subject set, String line) {
    lines.note(set, line);
  }
}
