package io.lull.protocol.certificate;

/** How a provider's copy of a volume relates to time. */
public enum Cut {
  /** All of the copy is of one instant, whoever writes meanwhile. */
  ATOMIC,
  /** File after file is copied, so that it is of one instant only if nobody writes meanwhile. */
  GRADUAL
}
