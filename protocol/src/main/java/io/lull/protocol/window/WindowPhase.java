package io.lull.protocol.window;

/** Where a freeze window stands, in the order of its life. */
public enum WindowPhase {
  /** The plan is durable and nothing has been sent yet. */
  PLANNED,
  /** One level of writers is being frozen; the levels before it stand still. */
  FREEZING,
  /** All writers stand still and the providers do their last short work. */
  PRE_COMMITTING,
  /** The providers make the copies. */
  COMMITTING,
  /** The copies are made and the providers tidy up while the writers still stand. */
  POST_COMMITTING,
  /** One level of writers is being let go; the levels behind it run again. */
  THAWING,
  /** Something failed and every writer is told to return to normal running. */
  ABORTING,
  /** The report is made; nothing more happens. */
  CLOSED
}
