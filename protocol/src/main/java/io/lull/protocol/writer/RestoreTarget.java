package io.lull.protocol.writer;

/** Where the files of a component are put back; chosen for each restore. */
public enum RestoreTarget {
  /** Nowhere was said, which is an error of the writer. */
  UNDEFINED,
  /** As the writer's restore method says, which need not be where they came from. */
  ORIGINAL,
  /** Where alternate location mappings say, which must cover every file. */
  ALTERNATE,
  /** File by file and range by range as the writer directs. */
  DIRECTED,
  /** Where they came from, also when the method says elsewhere. */
  ORIGINAL_LOCATION
}
