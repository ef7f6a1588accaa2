package io.lull.cli.restore;

import io.lull.cli.text.Table;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.value.Visible;
import io.lull.protocol.writer.FileRestoreStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came back of a set, and what did not.
 *
 * @param session the restore that the writers were told of; none if files were only taken out
 * @param components what became of the files of each
 * @param reasons why components did not come back, or why their writers did not take them over
 * @param places where the content of each volume is now
 */
public record Restored(
    SetId set,
    Optional<SessionId> session,
    Map<ComponentId, FileRestoreStatus> components,
    Map<ComponentId, String> reasons,
    Map<Volume, String> places) {
  public Restored {
    components = Sorted.map(components);
    reasons = Sorted.map(reasons);
    places = Sorted.map(places);
  }

  /** The same for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("set      " + set);
    session.ifPresent(id -> lines.add("restore  " + id));
    places.forEach((volume, place) -> lines.add(Visible.of("data     " + volume + " in " + place)));
    if (!components.isEmpty()) {
      Table table = new Table("COMPONENT", "FILES", "BUT");
      components.forEach(
          (component, status) ->
              table.row(component, said(status), reasons.getOrDefault(component, "")));
      lines.addAll(table.lines());
    }
    return lines;
  }

  private static String said(FileRestoreStatus status) {
    return switch (status) {
      case ALL -> "back";
      case NONE, UNDEFINED -> "NOT BACK";
      case FAILED -> "DAMAGED";
    };
  }
}
