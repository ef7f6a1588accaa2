package io.lull.writer.source;

import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;

/** An instance that is in backup; closing takes it out again, whatever was read. */
public interface OpenSource extends AutoCloseable {
  /** What there is, as it was when the stream began. */
  SourceFacts facts();

  /**
   * Opens one file; one is open at a time.
   *
   * <p>A method that throws ends the stream. So a database that is found not to be readable as it
   * is opened had better fail when it is read: then it is left out, and the others are not.
   */
  SourceFile open(StreamFile file) throws Exception;

  /**
   * Ends the part of the backup in which databases are read, begins a new log, and says which
   * closed logs are there. Called once, or never.
   */
  Logs roll() throws Exception;

  /**
   * Takes the instance out of backup; nothing of it stays there, also if it was left half-way.
   *
   * <p>It comes from another thread when one hangs that was not waited for any more.
   */
  @Override
  void close();
}
