package io.lull.protocol.document;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import java.util.Map;
import java.util.Optional;

/**
 * What a requester stores beside the data of a backup, and what a restore starts from.
 *
 * <p>It names the set, so there is none before the set exists; what becomes of the files is written
 * into it until the backup is complete, so it is stored no sooner.
 *
 * @param type what part of the data was copied; no writer remembers it
 * @param bootable whether the system can be started from it; no writer remembers it either
 */
public record BackupDocument(
    SetId set, BackupType type, boolean bootable, Map<WriterId, SavedWriter> writers) {
  public BackupDocument {
    writers = Sorted.map(writers);
    writers.forEach(
        (id, saved) -> {
          if (!saved.metadata().writer().equals(id)) {
            throw new IllegalArgumentException(
                "expected the metadata of "
                    + id
                    + ", but got that of "
                    + saved.metadata().writer());
          }
        });
  }

  public Optional<SavedWriter> writer(WriterId id) {
    return Optional.ofNullable(writers.get(id));
  }

  /** The writer that has this component among those that were picked. */
  public Optional<SavedWriter> explicit(ComponentId id) {
    return writer(id.writer()).filter(saved -> saved.explicit().contains(id));
  }
}
