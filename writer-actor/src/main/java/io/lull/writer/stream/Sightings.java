package io.lull.writer.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.InstanceFacts;
import io.lull.protocol.stream.StreamInput;
import io.lull.writer.source.SourceFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** From what a source found to what its machine is told. */
final class Sightings {
  private Sightings() {}

  /** All that is not as the machine knows it. */
  static List<StreamInput> of(Instance instance, SourceFacts found, Supplier<RequestId> requests) {
    InstanceFacts known = instance.facts();
    List<StreamInput> told = new ArrayList<>();
    told.add(new StreamInput.LoggingChanged(instance.id(), found.logging()));
    told.add(new StreamInput.CheckpointMoved(instance.id(), found.checkpoint()));
    for (DatabaseId there : found.databases()) {
      if (!known.isAttached(there)) {
        // What has the name of one that was dropped is another one, of which nothing was read.
        Database database =
            known
                .database(there)
                .filter(_ -> !instance.dropped().contains(there))
                .orElseGet(() -> new Database(there, true, Optional.empty()));
        told.add(
            new StreamInput.AttachDatabase(requests.get(), instance.id(), database.attached(true)));
      }
    }
    for (Database missing : known.databases().values()) {
      if (!found.databases().contains(missing.id())) {
        missing(instance, missing, found.whole(), requests).ifPresent(told::add);
      }
    }
    return told;
  }

  /** One that may come back is remembered with its logs; only who knows says that it will not. */
  private static Optional<StreamInput> missing(
      Instance instance, Database database, boolean forGood, Supplier<RequestId> requests) {
    if (forGood) {
      return instance.dropped().contains(database.id())
          ? Optional.empty()
          : Optional.of(new StreamInput.DropDatabase(requests.get(), instance.id(), database.id()));
    }
    return database.attached()
        ? Optional.of(new StreamInput.DetachDatabase(requests.get(), instance.id(), database.id()))
        : Optional.empty();
  }
}
