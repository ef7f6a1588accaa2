package io.lull.writer.source.test;

import java.util.Locale;

/** What can be called of a source. */
public enum SourceCall {
  BEGIN,
  FACTS,
  OPEN,
  SIZE,
  READ,
  CLOSE_FILE,
  ROLL,
  CLOSE,
  DELETE;

  /** How settings spell it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
