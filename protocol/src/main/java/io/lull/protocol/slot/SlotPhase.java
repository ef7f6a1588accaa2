package io.lull.protocol.slot;

/** Where a creation slot stands. */
public enum SlotPhase {
  /** Nobody creates a set on this host. */
  FREE,
  /** One session creates a set on this host, and every other one has to wait. */
  TAKEN
}
