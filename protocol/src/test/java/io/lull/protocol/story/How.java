package io.lull.protocol.story;

/** How a participant takes one request; without a word from the script it does what it is asked. */
public enum How {
  /** It does what it is asked. */
  OBEY,
  /** Its own work on the step fails. */
  FAIL,
  /** It does the step and objects. */
  OBJECT,
  /** It does not take the request up. */
  REFUSE,
  /** Nobody can copy this volume, it says. */
  DECLINE,
  /** It cannot copy this volume itself, whoever else can. */
  PASS,
  /** It does the step, and its answer stays on the way until the script lets it arrive. */
  KEEP,
  /** It does the step, and its answer is lost. */
  DROP,
  /** Its hold ended by itself just before this. */
  LAPSE,
  /** The request never arrives. */
  MISS
}
