package io.lull.protocol.retention;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A certified set, as far as it matters for how long it stays.
 *
 * @param series the volumes that it has copies of; sets of the same ones are compared
 * @param created when it was made, if that is known
 * @param good whether nothing speaks against it
 * @param leaving whether one of its copies may go at any time, because it was to be deleted
 * @param pinned whether somebody said that it stays
 */
public record Candidate(
    SetId set,
    SortedSet<Volume> series,
    Optional<Instant> created,
    Grade grade,
    boolean good,
    boolean leaving,
    boolean pinned) {
  public Candidate {
    series = Sorted.set(series);
  }
}
