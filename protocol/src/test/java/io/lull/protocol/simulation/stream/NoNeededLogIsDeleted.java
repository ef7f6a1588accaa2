package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamKind;
import java.util.List;
import java.util.stream.Stream;

final class NoNeededLogIsDeleted implements StreamInvariant {

  @Override
  public String promise() {
    return "No log goes that a database of the instance needs, attached or not: one above "
        + "the last log of its newest stored full stream, or any if it has none, unless a "
        + "stored backup has it. One that was dropped before a full stream of all others began "
        + "needs none that is older than that.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    if (fact instanceof StreamFact.Deleted deleted) {
      for (DatabaseId database : List.of(new DatabaseId("d1"), new DatabaseId("d2"))) {
        long full =
            stored(world, deleted.instance())
                .filter(b -> b.kind() == StreamKind.FULL && b.continued())
                .filter(b -> b.databases().contains(database) || isPast(world, b, database))
                .mapToLong(Backup::high)
                .max()
                .orElse(0);
        for (long log : deleted.logs().generations()) {
          require(
              log <= full
                  || stored(world, deleted.instance()).anyMatch(b -> b.logs().contains(log)),
              "log " + log + " went, and " + database + " has only its full stream up to " + full);
        }
      }
    }
  }

  private static boolean isPast(StreamWorld world, Backup full, DatabaseId database) {
    return world.sources.get(full.instance()).hadDropped(database, full.session());
  }

  private static Stream<Backup> stored(StreamWorld world, InstanceId instance) {
    return world.readers.stream()
        .flatMap(reader -> reader.directory.stream())
        .filter(backup -> backup.instance().equals(instance));
  }
}
