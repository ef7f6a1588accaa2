package io.lull.protocol.session;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.value.Sorted;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** What a session waits for: the present round, admissions, a deletion, and unconfirmed duties. */
public record Work(
    Round round,
    SortedMap<RequestId, Admission> admissions,
    Optional<Deletion> deletion,
    Set<Duty> duties) {
  static final Work NONE = new Work(Round.NONE, Sorted.map(Map.of()), Optional.empty(), Set.of());

  Work round(Round changed) {
    return new Work(changed, admissions, deletion, duties);
  }

  Work admission(RequestId request, Admission admission) {
    return new Work(round, Sorted.with(admissions, request, admission), deletion, duties);
  }

  Work withoutAdmission(RequestId request) {
    return new Work(round, Sorted.without(admissions, request), deletion, duties);
  }

  Work deletion(Optional<Deletion> changed) {
    return new Work(round, admissions, changed, duties);
  }

  Work owing(Collection<Duty> more) {
    return new Work(round, admissions, deletion, ordered(duties, more, List.of()));
  }

  Work done(Duty duty) {
    return new Work(round, admissions, deletion, ordered(duties, List.of(), List.of(duty)));
  }

  // In the order in which they were taken on, which is the same in every run.
  private static Set<Duty> ordered(
      Collection<Duty> kept, Collection<Duty> added, Collection<Duty> removed) {
    Set<Duty> changed = new LinkedHashSet<>(kept);
    changed.addAll(added);
    changed.removeAll(removed);
    return Collections.unmodifiableSet(changed);
  }
}
