package io.lull.protocol.writer;

/** What a writer can be told to handle, named as in VSS. */
public enum WriterStep {
  IDENTIFY,
  PREPARE_FOR_BACKUP,
  PREPARE_FOR_SNAPSHOT,
  FREEZE,
  THAW,
  POST_SNAPSHOT,
  BACKUP_COMPLETE,
  BACKUP_SHUTDOWN,
  ABORT,
  PRE_RESTORE,
  POST_RESTORE
}
