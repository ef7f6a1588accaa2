package io.lull.benchmarks.system;

/** A program that does nothing: what every program needs at least. */
public final class Nothing {
  private Nothing() {}

  public static void main(String[] args) {}
}
