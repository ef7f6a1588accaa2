package io.lull.protocol.failure;

/** Whether the same request may succeed when it is made again. */
public enum Retry {
  NO("the same request fails again"),
  AFTER_REPAIR("only after somebody changed what the hint names"),
  LATER("yes, after a wait; VSS advises ten minutes, and at most three times");

  private final String meaning;

  Retry(String meaning) {
    this.meaning = meaning;
  }

  public String meaning() {
    return meaning;
  }
}
