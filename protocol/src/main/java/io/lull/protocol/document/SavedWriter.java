package io.lull.protocol.document;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Set;

/**
 * One writer's part of a backup.
 *
 * @param metadata what the writer said of itself at the time of the backup
 * @param explicit the components that were picked, with the mandatory ones
 * @param succeeded those of them that were stored whole, with everything they carry along
 */
public record SavedWriter(
    WriterMetadata metadata, Set<ComponentId> explicit, Set<ComponentId> succeeded) {
  public SavedWriter {
    explicit = new Selection(metadata, explicit).explicit();
    succeeded = Sorted.set(succeeded);
    if (!explicit.containsAll(succeeded)) {
      throw new IllegalArgumentException(
          "expected that only " + explicit + " succeeded, but got " + succeeded);
    }
  }

  public Selection selection() {
    return new Selection(metadata, explicit);
  }
}
