package io.lull.protocol.certificate;

/** What the owner of a hold says when it is asked to end it. */
public enum HoldEnd {
  /** The hold stood without a break until this thaw; the only answer that attests. */
  HELD,
  /** The hold was there but ended by itself before this thaw came. */
  LAPSED,
  /** There is no hold by this token here. */
  NOT_HELD
}
