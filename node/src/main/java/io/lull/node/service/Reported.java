package io.lull.node.service;

/** What a service manager is told about; each answers at once, from memory. */
public interface Reported {
  /** True as long as the node is worth keeping. */
  boolean alive();

  /** Whether it can be given work now. */
  boolean ready();

  /** How many writers of this host stand still, or are about to. */
  int held();
}
