package io.lull.wire.api;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.retention.Candidate;
import io.lull.protocol.retention.Reason;
import io.lull.protocol.retention.RetentionPolicy;
import io.lull.protocol.retention.Verdict;
import io.lull.protocol.value.Sorted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Which sets stay by a policy, and which may go.
 *
 * @param zone where the days of the policy begin
 * @param sets those of the same volumes together, the newest first
 */
public record RetentionView(RetentionPolicy policy, String zone, List<RetainedSet> sets) {
  public RetentionView {
    sets = List.copyOf(sets);
  }

  public static RetentionView of(RetentionPolicy policy, String zone, List<Verdict> verdicts) {
    return new RetentionView(policy, zone, verdicts.stream().map(RetainedSet::of).toList());
  }

  /** Those that no rule keeps. */
  public List<RetainedSet> expired() {
    return sets.stream().filter(set -> !set.stays()).toList();
  }

  /**
   * One set.
   *
   * @param created when it was made, if that is known
   * @param good whether nothing speaks against it
   * @param reasons why it stays; none if it has expired
   */
  public record RetainedSet(
      SetId set,
      SortedSet<Volume> volumes,
      Optional<Instant> created,
      Grade grade,
      boolean good,
      boolean stays,
      SortedSet<Reason> reasons) {
    public RetainedSet {
      volumes = Sorted.set(volumes);
      reasons = Sorted.set(reasons);
    }

    static RetainedSet of(Verdict verdict) {
      Candidate candidate = verdict.candidate();
      return new RetainedSet(
          candidate.set(),
          candidate.series(),
          candidate.created(),
          candidate.grade(),
          candidate.good() && !candidate.leaving(),
          verdict.stays(),
          verdict.reasons());
    }
  }
}
