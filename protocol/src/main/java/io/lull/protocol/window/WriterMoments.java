package io.lull.protocol.window;

import io.lull.protocol.id.WriterId;
import java.time.Duration;
import java.util.Optional;

/**
 * When a window came to what with one writer, counted from the first Freeze sent.
 *
 * @param freeze when Freeze was sent
 * @param held when it said that it stands still; empty if it never did
 * @param thaw when Thaw was sent, or Abort if the window had failed by then
 * @param running when it said that it runs again; empty if it never did
 */
public record WriterMoments(
    WriterId writer,
    Duration freeze,
    Optional<Duration> held,
    Optional<Duration> thaw,
    Optional<Duration> running) {

  static WriterMoments asked(WriterId writer, Duration at) {
    return new WriterMoments(writer, at, Optional.empty(), Optional.empty(), Optional.empty());
  }

  WriterMoments held(Duration at) {
    return new WriterMoments(writer, freeze, Optional.of(at), thaw, running);
  }

  /** The Abort of a window that failed while it thawed is not what let a writer go first. */
  WriterMoments thawed(Duration at) {
    return new WriterMoments(writer, freeze, held, thaw.or(() -> Optional.of(at)), running);
  }

  WriterMoments runs(Duration at) {
    return new WriterMoments(writer, freeze, held, thaw, running.or(() -> Optional.of(at)));
  }
}
