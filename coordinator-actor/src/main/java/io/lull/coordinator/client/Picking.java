package io.lull.coordinator.client;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.plan.Pick;
import io.lull.protocol.writer.WriterMetadata;
import java.util.List;
import java.util.Map;

/** Says what of all that writers describe is to be backed up. */
@FunctionalInterface
public interface Picking {
  /**
   * Picks.
   *
   * @param absent writers that could not describe themselves, and why
   */
  Pick pick(List<WriterMetadata> writers, Map<WriterId, Fault> absent);
}
