package io.lull.protocol.stream;

import io.lull.protocol.id.DatabaseId;

/** What a stream can open; never a path, so that nothing else can be read through it. */
public sealed interface StreamFile {
  /** The file of an attached database. */
  record DatabaseFile(DatabaseId database) implements StreamFile {
    @Override
    public String toString() {
      return "database " + database;
    }
  }

  /** The log of one generation. */
  record LogFile(long generation) implements StreamFile {
    @Override
    public String toString() {
      return "log " + generation;
    }
  }
}
