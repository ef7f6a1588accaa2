package io.lull.cli;

import io.lull.cli.frame.Surroundings;

/** The program {@code lull}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int exit = new Program(Surroundings.ofProcess()).run(args);
    // Connections that are kept for another question must not keep the process.
    System.exit(exit);
  }
}
