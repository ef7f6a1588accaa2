package io.lull.writer;

import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.Writer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What one writer is made of.
 *
 * @param window how long the application may stand still at most; absent for the policy's
 * @param found what earlier lives of the host left behind of it
 * @param news where it leaves how it is
 */
public record WriterSetup(
    WriterId id,
    Writer application,
    Optional<Duration> window,
    Collection<FoundHold> found,
    WriterHost host,
    WriterNews news) {
  public WriterSetup {
    found = List.copyOf(found);
  }

  /** A writer that nobody looks at. */
  public WriterSetup(
      WriterId id,
      Writer application,
      Optional<Duration> window,
      Collection<FoundHold> found,
      WriterHost host) {
    this(id, application, window, found, host, new WriterNews());
  }
}
