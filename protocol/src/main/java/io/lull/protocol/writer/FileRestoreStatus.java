package io.lull.protocol.writer;

/** What a requester says of the files of a component that it put back, or did not. */
public enum FileRestoreStatus {
  /** The requester has said nothing. */
  UNDEFINED,
  /** Not one file was written; what was there before is as it was. */
  NONE,
  /** Every file was written. */
  ALL,
  /** Some files were written, and what is left of the component is corrupt. */
  FAILED
}
