package io.lull.coordinator;

import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.wire.api.StreamView;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Which backup a stream continues, told from the logs that make each of them complete. */
final class StreamChain {
  private StreamChain() {}

  /** The same stream, with the one of these that it continues, if it continues any. */
  static StreamView linked(StreamView stream, Supplier<Stream<StreamView>> all) {
    if (stream.kind() != StreamKind.INCREMENTAL) {
      return stream;
    }
    return all.get()
        .filter(other -> continues(stream, other))
        .max(Comparator.comparing(StreamView::began))
        .map(other -> stream.on(other.session()))
        .orElse(stream);
  }

  private static boolean continues(StreamView stream, StreamView earlier) {
    return earlier.kind() != StreamKind.COPY
        && earlier.stored()
        && earlier.began().isBefore(stream.began())
        && earlier.host().equals(stream.host())
        && earlier.instance().equals(stream.instance())
        && last(earlier) + 1 >= first(stream);
  }

  private static long last(StreamView earlier) {
    return known(earlier).map(logs -> logs.generations().last()).orElse(0L);
  }

  private static long first(StreamView stream) {
    return known(stream).map(logs -> logs.generations().first()).orElse(Long.MAX_VALUE);
  }

  private static Optional<Logs> known(StreamView stream) {
    return stream.logs().filter(logs -> !logs.isEmpty());
  }
}
