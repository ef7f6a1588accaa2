package io.lull.protocol.certificate;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A writer's part in a set.
 *
 * @param incarnation the life of its host in which it takes part
 * @param kind what its hold keeps still
 * @param behind the writer whose hold already stops all writes that could reach this one
 * @param volumes where the data lies that it speaks for
 */
public record WriterPart(
    WriterId writer,
    Incarnation incarnation,
    HoldKind kind,
    Optional<WriterId> behind,
    SortedSet<Volume> volumes) {
  public WriterPart {
    volumes = Sorted.set(volumes);
    if (behind.filter(writer::equals).isPresent()) {
      throw new IllegalArgumentException(
          "expected a writer to stand behind another one, but " + writer + " is behind itself");
    }
  }
}
