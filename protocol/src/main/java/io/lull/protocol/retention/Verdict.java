package io.lull.protocol.retention;

import io.lull.protocol.value.Sorted;
import java.util.SortedSet;

/**
 * What becomes of a set.
 *
 * @param reasons all that it stays for; none if it has expired
 */
public record Verdict(Candidate candidate, SortedSet<Reason> reasons) {
  public Verdict {
    reasons = Sorted.set(reasons);
  }

  public boolean stays() {
    return !reasons.isEmpty();
  }
}
