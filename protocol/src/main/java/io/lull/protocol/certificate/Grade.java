package io.lull.protocol.certificate;

/** How consistent a set is, from best to worst; the order is that of the promise. */
public enum Grade {
  /** Every writer concerned held, and every volume of the set had a writer that did. */
  APPLICATION,
  /** Every volume stood still, but some only as a file system: what lay open in it is not known. */
  FILESYSTEM,
  /** Some volume was copied with nothing held on it: as after a power cut, each copy for itself. */
  CRASH,
  /** Some volume was copied file after file, and nobody stopped all writes to it. */
  FUZZY;

  /** True when whoever asks for the other grade may be content with this one. */
  public boolean atLeast(Grade other) {
    return compareTo(other) <= 0;
  }
}
