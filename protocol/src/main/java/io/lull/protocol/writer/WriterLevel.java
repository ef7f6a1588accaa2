package io.lull.protocol.writer;

/** When a writer is frozen: front ends stop feeding their back ends before these are frozen. */
public enum WriterLevel {
  FRONT_END,
  BACK_END,
  SYSTEM
}
