package io.lull.protocol.window;

/** The timers of a window; starting one again replaces it. */
public enum WindowTimer {
  /** All writers must stand still by then. */
  FREEZE,
  /** All providers must have finished from PreCommit to PostCommit by then. */
  COMMIT,
  /** All writers must have answered Thaw by then. */
  THAW,
  /** The window waits no longer for answers to Abort; the session goes on asking. */
  ABORT,
  /** Time to repeat what has not been answered, because a message may have been lost. */
  REPEAT
}
