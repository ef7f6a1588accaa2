package io.lull.protocol.stream.session;

/** The timers of a stream's session; starting one again replaces it. */
public enum StreamTimer {
  /** The host must have opened the stream by then. */
  BEGIN,
  /** The target must have stored a completed stream by then. */
  CONFIRMATION
}
