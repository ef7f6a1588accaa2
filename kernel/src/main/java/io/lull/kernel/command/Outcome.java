package io.lull.kernel.command;

/**
 * How a command has ended.
 *
 * @param status its exit status; more than 128 if a signal ended it
 * @param out the beginning of what it printed
 * @param err the end of what it complained about
 */
public record Outcome(int status, String out, String err) {
  public boolean isSuccess() {
    return status == 0;
  }

  /** Why it failed, for a sentence. */
  public String complaint() {
    String said = err.isBlank() ? out : err;
    return "it ended with status " + status + (said.isBlank() ? "" : ": " + said.strip());
  }
}
