package io.lull.protocol.catalogue;

/** What has become of a set. */
public enum SetState {
  /** It is being put together or created. */
  CREATING,
  /** It exists, with a certificate. */
  CERTIFIED,
  /** It could not be created, or was given up before it was. */
  FAILED,
  /** It existed, and has ended. */
  DELETED
}
