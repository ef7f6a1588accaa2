package io.lull.protocol.writer;

/** What part of the data a backup copies. */
public enum BackupType {
  FULL,
  COPY,
  INCREMENTAL,
  DIFFERENTIAL,
  LOG,
  OTHER
}
