package io.lull.protocol.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.value.Sorted;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host knows of an instance apart from streams.
 *
 * @param checkpoint the oldest log that a recovery would need
 * @param databases all that are known, also those that are detached
 */
public record InstanceFacts(
    Logging logging, long checkpoint, SortedMap<DatabaseId, Database> databases) {
  public InstanceFacts {
    databases = Sorted.map(databases);
    if (checkpoint < 1) {
      throw new IllegalArgumentException(
          "expected a checkpoint of 1 or more, but got " + checkpoint);
    }
  }

  public static InstanceFacts of(Logging logging, long checkpoint, Collection<Database> databases) {
    SortedMap<DatabaseId, Database> byId = new TreeMap<>();
    databases.forEach(database -> byId.put(database.id(), database));
    return new InstanceFacts(logging, checkpoint, byId);
  }

  public Optional<Database> database(DatabaseId id) {
    return Optional.ofNullable(databases.get(id));
  }

  public List<Database> attached() {
    return databases.values().stream().filter(Database::attached).toList();
  }

  public boolean isAttached(DatabaseId id) {
    return database(id).filter(Database::attached).isPresent();
  }

  InstanceFacts with(Database database) {
    return new InstanceFacts(logging, checkpoint, Sorted.with(databases, database.id(), database));
  }

  InstanceFacts without(DatabaseId id) {
    return new InstanceFacts(logging, checkpoint, Sorted.without(databases, id));
  }

  InstanceFacts detached(DatabaseId id) {
    return database(id).map(database -> with(database.attached(false))).orElse(this);
  }

  InstanceFacts with(Logging changed) {
    return new InstanceFacts(changed, checkpoint, databases);
  }

  InstanceFacts at(long moved) {
    return new InstanceFacts(logging, moved, databases);
  }

  InstanceFacts marked(HeaderMark mark) {
    InstanceFacts marked = this;
    for (DatabaseId id : mark.databases()) {
      marked = database(id).map(mark::on).map(marked::with).orElse(marked);
    }
    return marked;
  }

  /** The full stream that made this mark is stored. */
  InstanceFacts stored(HeaderMark mark) {
    InstanceFacts stored = this;
    for (DatabaseId id : mark.databases()) {
      Optional<Database> database = database(id);
      if (database.isPresent() && database.get().full().isPresent()) {
        FullMark full = database.get().full().get();
        stored = stored.with(database.get().with(full.stored(mark.high())));
      }
    }
    return stored;
  }

  /** A full snapshot starts the databases' chains anew, and not with a stream. */
  InstanceFacts markedBySnapshot(long high) {
    InstanceFacts marked = this;
    for (Database database : attached()) {
      marked = marked.with(database.with(FullMark.by(FullMark.Means.SNAPSHOT, high)));
    }
    return marked;
  }
}
