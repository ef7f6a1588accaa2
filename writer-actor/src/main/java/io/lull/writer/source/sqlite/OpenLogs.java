package io.lull.writer.source.sqlite;

import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.tar.TarFile;
import java.io.IOException;
import java.util.List;

/** The logs of one stream. */
interface OpenLogs extends AutoCloseable {
  Logging logging();

  /** The oldest that is needed for what is copied from now on. */
  long checkpoint();

  /** Those that are there; none before {@link #roll}. */
  Logs available();

  Logs roll() throws Exception;

  /** Opens one that is there. */
  SourceFile open(long generation) throws IOException;

  @Override
  void close();

  /** One log with nothing in it, because the copies need none. */
  static OpenLogs none(Logging logging, long generation) {
    return new None(logging, generation);
  }

  /** See {@link #none}. */
  record None(Logging logging, long checkpoint) implements OpenLogs {
    @Override
    public Logs available() {
      return Logs.of(List.of(checkpoint));
    }

    @Override
    public Logs roll() {
      return available();
    }

    @Override
    public SourceFile open(long generation) {
      return new TarFile(List.of(), _ -> {});
    }

    @Override
    public void close() {}
  }
}
