package io.lull.cli.frame;

/** In which form a command prints what it found. */
public enum Format {
  /** Lines for people. */
  TABLE,
  /** The wire form, for programs. */
  JSON,
  /** The wire form, for people with programs. */
  YAML
}
