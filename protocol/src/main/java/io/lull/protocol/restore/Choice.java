package io.lull.protocol.restore;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.Selection;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.RestoreTarget;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a requester wants of one selected component, and what it says became of its files.
 *
 * @param component the component, which was picked for the backup
 * @param subcomponents the only ones to restore of all that it carries; empty for all of them
 * @param order what its writer is told before its files are put back
 * @param moreToCome whether further restores of it will follow
 * @param mappings where the files of a volume go that cannot go where they came from
 */
public record Choice(
    ComponentId component,
    Set<ComponentId> subcomponents,
    RestoreOrder order,
    boolean moreToCome,
    Map<Volume, LocationMapping> mappings,
    FileRestoreStatus status) {
  public Choice {
    subcomponents = Sorted.set(subcomponents);
    mappings = Sorted.map(mappings);
  }

  /** The whole component, as its writer's restore method says. */
  static Choice of(ComponentId component) {
    return new Choice(
        component, Set.of(), RestoreOrder.PLAIN, false, Map.of(), FileRestoreStatus.UNDEFINED);
  }

  Choice withSubcomponent(ComponentId subcomponent) {
    SortedSet<ComponentId> more = Sorted.with(subcomponents, subcomponent);
    return new Choice(component, more, order, moreToCome, mappings, status);
  }

  Choice withOptions(String options) {
    RestoreOrder changed = new RestoreOrder(order.target(), options);
    return new Choice(component, subcomponents, changed, moreToCome, mappings, status);
  }

  Choice withTarget(RestoreTarget target) {
    RestoreOrder changed = new RestoreOrder(target, order.options());
    return new Choice(component, subcomponents, changed, moreToCome, mappings, status);
  }

  Choice withMoreToCome(boolean changed) {
    return new Choice(component, subcomponents, order, changed, mappings, status);
  }

  Choice withMapping(LocationMapping mapping) {
    SortedMap<Volume, LocationMapping> more = Sorted.with(mappings, mapping.from(), mapping);
    return new Choice(component, subcomponents, order, moreToCome, more, status);
  }

  Choice withStatus(FileRestoreStatus changed) {
    return new Choice(component, subcomponents, order, moreToCome, mappings, changed);
  }

  /** What the writer is told to restore: the component itself, or only parts of it by name. */
  Set<ComponentId> restored() {
    return subcomponents.isEmpty() ? Set.of(component) : subcomponents;
  }

  /** Every volume that the files to restore lay on. */
  SortedSet<Volume> volumes(BackupDocument document) {
    Selection saved = document.explicit(component).orElseThrow().selection();
    return saved.volumes(subcomponents.isEmpty() ? saved.setOf(component) : subcomponents);
  }

  /** True once every one of these files has another place to go to. */
  boolean mapped(BackupDocument document) {
    return mappings.keySet().containsAll(volumes(document));
  }
}
