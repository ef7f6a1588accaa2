package io.lull.protocol.stream;

import java.util.Optional;

/**
 * The logs of a stream, once they are known.
 *
 * @param available all that were closed and there when the new log was begun
 * @param required those of them that make the stream complete
 * @param read those that were read to their end
 * @param marked those that go once the stream is stored safely; empty until TruncateLog was called
 */
public record LogChain(Logs available, Logs required, Logs read, Optional<Logs> marked) {
  static LogChain of(Logs available, Logs required) {
    return new LogChain(available, required, Logs.NONE, Optional.empty());
  }

  LogChain read(long generation) {
    return new LogChain(available, required, read.with(generation), marked);
  }

  LogChain marked(Logs logs) {
    return new LogChain(available, required, read, Optional.of(logs));
  }

  Logs unread() {
    return required.without(read);
  }
}
