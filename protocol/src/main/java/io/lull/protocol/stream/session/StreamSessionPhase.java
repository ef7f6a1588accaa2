package io.lull.protocol.stream.session;

/** Where the session of a stream stands. */
public enum StreamSessionPhase {
  /** Nobody has begun anything under this id. */
  NEW,
  /** The host was asked to open the stream. */
  ASKED,
  /** The stream is open and makes progress. */
  OPEN,
  /** The stream was stopped by the owner of its instance and waits for its End. */
  STOPPED,
  /** The host has completed the stream; the target has not said yet that it is stored. */
  COMPLETED,
  /** Nothing more will come of it. */
  OVER
}
