package io.lull.protocol.failure;

import java.util.Arrays;
import java.util.Optional;

/** What the command line tells the shell; scripts depend on the numbers, so they never change. */
public enum ExitCode {
  COMPLETED(0, "completed at or above the requested grade"),
  FAILED(1, "failed; no other code says it better"),
  USAGE(2, "usage or configuration"),
  BUSY(3, "busy: an overlap, or somebody else holds what is needed"),
  NOT_AUTHORISED(4, "not authorised"),
  UNREACHABLE(5, "no quorum or cluster unreachable, nothing frozen"),
  ABORTED(10, "aborted, everything confirmed thawed"),
  ABORTED_BY_LIMIT(11, "aborted by a deadline or a lease, everything confirmed thawed"),
  BELOW_GRADE(12, "completed below the requested grade, which the policy allowed"),
  REFUSED(13, "refused at admission, nothing was touched"),
  STILL_RUNNING(14, "the time of --wait is over, the session goes on"),
  THAW_UNCONFIRMED(20, "thaw unconfirmed on at least one host: call somebody"),
  VERIFY_FAILED(21, "the snapshot set exists, but its verification failed");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  public String meaning() {
    return meaning;
  }

  public static Optional<ExitCode> ofNumber(int number) {
    return Arrays.stream(values()).filter(exit -> exit.number == number).findFirst();
  }
}
