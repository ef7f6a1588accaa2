package io.lull.protocol.restore;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.RestoreTarget;
import java.util.Set;

/**
 * How the files of components in one situation are put back; {@link RestorePlanTable} has them all.
 *
 * @param targets what was chosen for this restore
 * @param methods what the writer fixed at the backup
 * @param original what may be found where the files came from
 * @param mapping what may be found where their mappings lead
 */
public record RestorePlan(
    Set<RestoreTarget> targets,
    Set<RestoreMethod> methods,
    Set<Found> original,
    Set<Found> mapping,
    RestoreAction action,
    String why) {
  public RestorePlan {
    targets = Sorted.set(targets);
    methods = Sorted.set(methods);
    original = Sorted.set(original);
    mapping = Sorted.set(mapping);
  }

  /**
   * The plan for these files.
   *
   * @param original what is found where they came from, which is always some place
   * @param mapping what is found where their mappings lead, if every file has one
   */
  public static RestorePlan of(
      RestoreTarget target, RestoreMethod method, Found original, Found mapping) {
    if (original == Found.NO_PLACE) {
      throw new IllegalArgumentException("expected the place that files came from, but got none");
    }
    return RestorePlanTable.ROWS.stream()
        .filter(plan -> plan.covers(target, method, original, mapping))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The plan for what was chosen in a restore.
   *
   * @param mapping what is found where its mappings lead; counts only if they cover every file
   */
  public static RestorePlan of(
      BackupDocument document, Choice choice, Found original, Found mapping) {
    SavedWriter saved = document.explicit(choice.component()).orElseThrow();
    return of(
        choice.order().target(),
        saved.metadata().restoreMethod(),
        original,
        choice.mapped(document) ? mapping : Found.NO_PLACE);
  }

  boolean covers(RestoreTarget target, RestoreMethod method, Found at, Found mapped) {
    return targets.contains(target)
        && methods.contains(method)
        && original.contains(at)
        && mapping.contains(mapped);
  }
}
