package io.lull.protocol.writer;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a writer says of itself at Identify; never changed afterwards by anybody.
 *
 * @param hold how long it can stay frozen at most, in its own words
 * @param kind what its hold keeps still
 * @param behind the front end whose hold already stops all writes that could reach this writer
 * @param exclusions logical paths that are left out of every backup, whatever is chosen
 */
public record WriterMetadata(
    WriterId writer,
    WriterLevel level,
    Duration hold,
    HoldKind kind,
    Optional<WriterId> behind,
    RestoreMethod restoreMethod,
    List<Component> components,
    List<ComponentId> exclusions) {
  public WriterMetadata {
    components = List.copyOf(components);
    exclusions = List.copyOf(exclusions);
    if (components.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a component of " + writer + ", but its metadata names none");
    }
    TreeSet<ComponentId> ids = new TreeSet<>();
    for (Component component : components) {
      if (!component.id().writer().equals(writer) || !ids.add(component.id())) {
        throw new IllegalArgumentException(
            "expected distinct components of " + writer + ", but got " + component.id());
      }
    }
  }
}
