package io.lull.protocol.session;

/** What a requester waits for when its call is answered later. */
public enum Errand {
  /** That all writers have described themselves. */
  GATHER_METADATA,
  /** That all creation slots are taken. */
  START_SET,
  /** That a component or volume is admitted to the set. */
  ADMIT,
  /** That all writers know what will be backed up. */
  PREPARE_BACKUP,
  /** That the set exists. */
  CREATE_SET,
  /** That all writers know that the backup is stored. */
  COMPLETE_BACKUP,
  /** That all writers run normally again. */
  ABORT_BACKUP,
  /** That copies are deleted. */
  DELETE_COPIES,
  /** That the session is over. */
  RELEASE
}
