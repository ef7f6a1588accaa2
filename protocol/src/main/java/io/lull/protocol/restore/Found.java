package io.lull.protocol.restore;

/** What a requester finds in a place where it might put the files of a component. */
public enum Found {
  /** There is no such place: some file has no mapping. */
  NO_PLACE,
  /** Not one of the files is there, in no version. */
  NOTHING,
  /** Some are there, and every one of them can be overwritten. */
  REPLACEABLE,
  /** At least one is there that cannot be overwritten. */
  NOT_REPLACEABLE
}
