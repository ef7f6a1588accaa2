package io.lull.protocol.certificate;

/** The answer to the question whether all data of a set is from one instant. */
public enum SetInstant {
  /** Every writer stopped writes, or stood behind one of the set that did: one instant for all. */
  COMMON,
  /** Each writer's data is consistent in itself, and nothing is claimed between writers. */
  PER_WRITER
}
